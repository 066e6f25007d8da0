import type { Builtin, BuiltinExample, Parameter } from '../src/language/expression/builtins/builtin.ts';
import { BUILTINS } from '../src/language/expression/builtins/registry.ts';
import type { Method } from '../src/language/expression/methods/method.ts';
import { METHODS } from '../src/language/expression/methods/registry.ts';
import { BINARY_OPERATORS, UNARY_OPERATORS } from '../src/language/expression/operators.ts';
import { cell, code, table } from './reference-page.ts';

/** What the page says about one operator. Operators with the same meaning stand together. */
export interface OperatorNote {
  readonly symbols: readonly string[];
  readonly meaning: string;
  readonly examples: readonly BuiltinExample[];
}

/** Every operator of the language, in words. A test compares this list with the operators there are. */
export const OPERATOR_NOTES: readonly OperatorNote[] = [
  {
    symbols: ['??'],
    meaning: 'The left side, or the right one when the left is nil.',
    examples: [{ expression: 'nick ?? name', environment: { name: 'Ada' }, value: 'Ada' }],
  },
  {
    symbols: ['**', '^'],
    meaning: 'Power; groups from the right.',
    examples: [{ expression: '2 ** 3 ** 2', value: 512 }],
  },
  {
    symbols: ['unary -', 'unary +'],
    meaning: 'Sign of a number.',
    examples: [{ expression: '-2 ** 2', value: -4 }],
  },
  {
    symbols: ['*', '/', '%'],
    meaning: '`/` never cuts off a fraction; `%` takes whole numbers and has the sign of the left one.',
    examples: [
      { expression: '7 / 2', value: 3.5 },
      { expression: '-7 % 3', value: -1 },
    ],
  },
  {
    symbols: ['unary !', 'unary not'],
    meaning:
      'The opposite of a boolean. Binds tighter than comparisons: write `a not in b`, not `not a in b`.',
    examples: [{ expression: 'not true', value: false }],
  },
  {
    symbols: ['+', '-'],
    meaning:
      'Sum and difference of numbers, of durations, of a timestamp and a duration; `+` also joins texts.',
    examples: [
      { expression: '"a" + "b"', value: 'ab' },
      { expression: '"a" + 1', error: 'invalid operation: + (mismatched types string and int)' },
    ],
  },
  {
    symbols: ['..'],
    meaning: 'Every whole number from the left one to the right one, both included.',
    examples: [{ expression: '1..4', value: [1, 2, 3, 4] }],
  },
  {
    symbols: ['==', '!='],
    meaning:
      'Equality by value; lists and objects by content. Values of different types are unequal, which is no error.',
    examples: [
      { expression: 'v == 100', environment: { v: '100' }, value: false },
      { expression: '[1, 2] == [1, 2]', value: true },
    ],
  },
  {
    symbols: ['<', '<=', '>', '>='],
    meaning: 'Order of two numbers, two texts, two timestamps or two durations. Comparisons chain.',
    examples: [
      { expression: '1 < x < 9', environment: { x: 5 }, value: true },
      { expression: 'x > 5', environment: {}, error: 'invalid operation: <nil> > int' },
    ],
  },
  {
    symbols: ['in'],
    meaning: 'An element of a list or a key of an object; `not in` is the opposite.',
    examples: [
      { expression: 'status in ["open", "held"]', environment: { status: 'open' }, value: true },
      { expression: '"id" not in $env', environment: {}, value: true },
    ],
  },
  {
    symbols: ['contains', 'startsWith', 'endsWith'],
    meaning: 'Questions about two texts; false when either is nil. `not` may stand in front.',
    examples: [
      { expression: 'mail endsWith "@example.com"', environment: { mail: 'a@example.com' }, value: true },
    ],
  },
  {
    symbols: ['matches'],
    meaning: 'The pattern on the right (RE2 syntax) fits some part of the text. `not` may stand in front.',
    examples: [{ expression: 'sku matches `^[A-Z]{2}-\\d+$`', environment: { sku: 'AB-12' }, value: true }],
  },
  {
    symbols: ['and', '&&'],
    meaning: 'The right side is evaluated only when the left one is true.',
    examples: [{ expression: 'total != nil && total > 5', environment: {}, value: false }],
  },
  {
    symbols: ['or', '||'],
    meaning: 'The right side is evaluated only when the left one is false.',
    examples: [{ expression: 'vip or total > 5', environment: { vip: true }, value: true }],
  },
  {
    symbols: ['|'],
    meaning: '`x | f(y)` is `f(x, y)`.',
    examples: [{ expression: '" a " | trim() | upper()', value: 'A' }],
  },
];

/** A part of the page that is prose, with examples of what it says. */
export interface ExpressionSection {
  readonly title: string;
  readonly text: string;
  readonly examples: readonly BuiltinExample[];
}

/** The parts of the language that no registry holds. */
export const EXPRESSION_SECTIONS: readonly ExpressionSection[] = [
  {
    title: 'Values and literals',
    text:
      'Values are nil, booleans, texts, whole numbers and fractions, lists, objects, timestamps and durations. A number ' +
      'of a record without a fraction is a whole number; whole numbers beyond 2^53 keep every digit. Comments are ' +
      '`// to the end of the line` and `/* between these */`.',
    examples: [
      { expression: '[1_000, 0xFF, 1.5, .5e3]', value: [1000, 255, 1.5, 500] },
      { expression: '"tab:\\t quote:\\" é:\\u00e9"', value: 'tab:\t quote:" é:é' },
      { expression: '`no escapes in \\d here`', value: 'no escapes in \\d here' },
      {
        expression: '{name: "a", "odd key": 1, ("k" + "2"): nil}',
        value: { name: 'a', 'odd key': 1, k2: null },
      },
    ],
  },
  {
    title: 'Names and members',
    text:
      'A name is a field of the record; one that does not exist is nil. A member of an object that does not exist is ' +
      'nil too, but a member of nil is an error: write `?.` where a parent may be missing. `$env` is everything at the ' +
      'top level. A field may be called like a function, as long as it is not followed by a parenthesis.',
    examples: [
      { expression: 'missing == nil', environment: {}, value: true },
      { expression: 'user.name', environment: {}, error: 'cannot fetch name from <nil>' },
      { expression: 'user?.name ?? "nobody"', environment: {}, value: 'nobody' },
      { expression: 'items[-1].sku', environment: { items: [{ sku: 'a' }, { sku: 'b' }] }, value: 'b' },
      { expression: 'items[1:]', environment: { items: [1, 2, 3] }, value: [2, 3] },
      { expression: '$env["odd name"]', environment: { 'odd name': 7 }, value: 7 },
      { expression: 'count > 5', environment: { count: 6 }, value: true },
    ],
  },
  {
    title: 'Choice',
    text:
      '`test ? a : b`, `a ?: b` (which is `a ? a : b`) and `if test { a } else { b }`. The test must be a boolean: ' +
      'nothing else counts as true or false.',
    examples: [
      { expression: 'total > 10 ? "large" : "small"', environment: { total: 5 }, value: 'small' },
      {
        expression: 'if vip { 0 } else if total > 10 { 1 } else { 5 }',
        environment: { vip: false, total: 20 },
        value: 1,
      },
      {
        expression: 'name ? 1 : 2',
        environment: { name: 'x' },
        error: 'non-bool expression (type string) used as condition',
      },
    ],
  },
  {
    title: 'Local names',
    text: '`let name = value; expression` names a value for the rest of the expression.',
    examples: [
      { expression: 'let net = price * qty; net + net * 0.2', environment: { price: 10, qty: 2 }, value: 24 },
    ],
  },
  {
    title: 'Predicates',
    text:
      'The functions on lists that take a predicate evaluate it for every element. `#` is the element, `.name` its ' +
      'member; `#index` and `#acc` exist where the table says so. Braces allow `let` inside. An object must stand in ' +
      'parentheses.',
    examples: [
      {
        expression: 'filter(items, .qty > 1) | map(.sku)',
        environment: {
          items: [
            { sku: 'a', qty: 1 },
            { sku: 'b', qty: 2 },
          ],
        },
        value: ['b'],
      },
      { expression: 'map([1, 2], {let double = # * 2; double + #index})', value: [2, 5] },
      { expression: 'map([1], ({id: #}))', value: [{ id: 1 }] },
      { expression: 'reduce(1..4, #acc + #)', value: 10 },
    ],
  },
];

const LIMITS = [
  'An expression has at most 10,000 syntax nodes and nests at most 500 levels; fields of pipeline files take at most ' +
    '10,000 bytes.',
  'One evaluation makes at most 1,000,000 list elements and 64 MiB of text and takes at most 10,000,000 steps. ' +
    'Beyond that it fails with `memory budget exceeded` or `step budget exceeded`.',
  'Patterns are matched in time linear in the text.',
];

/** The reference page of the expression language: Markdown text. */
export function expressionReference(): string {
  const lines = [
    '# Expressions',
    '',
    'Generated by `npm run docs` from the declarations in `src/language/expression`. Every example is run by the tests.',
  ];
  for (const { title, text, examples } of EXPRESSION_SECTIONS) {
    lines.push('', `## ${title}`, '', text, '', ...exampleTable(examples));
  }
  lines.push(
    '',
    '## Operators',
    '',
    'From the ones that bind tightest to the loosest.',
    '',
    ...operatorTable(),
  );
  for (const [category, builtins] of Map.groupBy(BUILTINS.values(), (builtin) => builtin.category)) {
    lines.push('', `## Functions: ${category}`);
    for (const builtin of builtins) lines.push('', ...functionSection(builtin));
  }
  for (const receiver of ['timestamp', 'duration'] as const) {
    lines.push('', `## Methods of a ${receiver}`);
    for (const method of [...METHODS.values()].flat()) {
      if (method.receiver === receiver) lines.push('', ...methodSection(method));
    }
  }
  lines.push('', '## Limits', '', ...LIMITS.map((limit) => `- ${limit}`));
  return `${lines.join('\n')}\n`;
}

function operatorTable(): string[] {
  return [
    ...table(
      ['Operators', 'Precedence', 'Meaning'],
      OPERATOR_NOTES.map(({ symbols, meaning }) => [
        symbols.map((symbol) => code(symbol.replace('unary ', ''))).join(' '),
        String(precedenceOf(symbols[0] ?? '')),
        cell(meaning),
      ]),
    ),
    '',
    ...exampleTable(OPERATOR_NOTES.flatMap(({ examples }) => examples)),
  ];
}

function precedenceOf(symbol: string): number {
  const operator = symbol.startsWith('unary ')
    ? UNARY_OPERATORS.get(symbol.slice('unary '.length))
    : BINARY_OPERATORS.get(symbol);
  if (operator === undefined) throw new Error(`there is no operator ${symbol}`);
  return operator.precedence;
}

function functionSection(builtin: Builtin): string[] {
  return [
    `### ${builtin.name}`,
    '',
    code(`${builtin.name}(${argumentNames(builtin).join(', ')})`),
    '',
    builtin.summary,
    '',
    ...exampleTable(builtin.examples),
  ];
}

function argumentNames(builtin: Builtin): string[] {
  const names = builtin.parameters.map(parameterText);
  if (builtin.form === 'function') return names;
  const { optional, pointers } = builtin.predicate;
  const seen = ['#', ...pointers.map((pointer) => `#${pointer}`)].join(' ');
  names.splice(1, 0, `${optional === true ? 'predicate?' : 'predicate'} (${seen})`);
  return names;
}

function parameterText({ name, optional, rest }: Parameter): string {
  return `${rest === true ? '…' : ''}${name}${optional === true ? '?' : ''}`;
}

function methodSection({ name, parameters, summary, examples }: Method): string[] {
  const signature = `.${name}(${parameters.map(parameterText).join(', ')})`;
  return [`### ${signature}`, '', summary, '', ...exampleTable(examples)];
}

function exampleTable(examples: readonly BuiltinExample[]): string[] {
  const withEnvironment = examples.some(({ environment }) => environment !== undefined);
  const head = ['Expression', ...(withEnvironment ? ['with'] : []), 'gives'];
  return table(
    head,
    examples.map(({ expression, environment, value, error }) => [
      code(expression),
      ...(withEnvironment ? [environment === undefined ? '' : code(JSON.stringify(environment))] : []),
      error === undefined ? code(JSON.stringify(value)) : `error: ${cell(error)}`,
    ]),
  );
}
