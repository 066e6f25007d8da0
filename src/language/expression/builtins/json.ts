import { errorText } from '../../../core/errors.ts';
import { parseJson } from '../../../core/parse-json.ts';
import { TEXT, textArgument } from './arguments.ts';
import { ANY, type FunctionBuiltin } from './builtin.ts';
import { sortedJson } from './sorted-json.ts';

const SHAPE = { form: 'function', category: 'conversion' } as const;

export const toJSON: FunctionBuiltin = {
  ...SHAPE,
  name: 'toJSON',
  parameters: [{ name: 'value', accepts: ANY }],
  summary:
    'The value as JSON text, indented by two spaces, keys sorted, with <, > and & as escapes such as \\u003c. Timestamps are RFC 3339 texts, durations whole nanoseconds.',
  returns: 'string',
  call: ([value = null], fail, evaluation) => sortedJson(value, fail, evaluation),
  examples: [
    { expression: 'toJSON({b: 1.0, a: ["x"]})', value: '{\n  "a": [\n    "x"\n  ],\n  "b": 1\n}' },
    { expression: 'toJSON("<b>")', value: '"\\u003cb\\u003e"' },
    {
      expression: 'toJSON(groupBy([1, 5], # > 4))',
      error: 'cannot convert map[interface {}]interface {} to JSON: its keys are not all texts',
    },
  ],
};

export const fromJSON: FunctionBuiltin = {
  ...SHAPE,
  name: 'fromJSON',
  parameters: [{ name: 'text', accepts: TEXT }],
  summary: 'The value that a JSON text (RFC 8259) stands for; integers keep all their digits.',
  returns: 'any',
  call: ([value], fail, evaluation) => {
    const text = textArgument(value, fail);
    evaluation.takeText(text.length, fail);
    try {
      return parseJson(text);
    } catch (error) {
      return fail(`invalid JSON: ${errorText(error)}`);
    }
  },
  examples: [
    { expression: 'fromJSON(payload).id', environment: { payload: '{"id": 42}' }, value: 42 },
    { expression: 'fromJSON("[1, 2.5, null]")', value: [1, 2.5, null] },
    {
      expression: 'fromJSON(payload)',
      environment: { payload: '{id: 42}' },
      error: "invalid JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2)",
    },
  ],
};
