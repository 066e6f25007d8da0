import { type Static, Type } from 'typebox';
import { HEADER_NAME_REFUSED, isToken } from '../../clients/http/header-fields.ts';
import { closedObject, oneOf } from '../../core/schema.ts';
import { doubt, hasMistakes, mistake, type SettingProblem } from '../../core/setting-problem.ts';
import type { RecordPath } from '../../language/path/record-path.ts';
import type { CompileContext } from '../contract/definition.ts';
import { compilePath } from './target-path.ts';

const key = closedObject({
  field: Type.String({ minLength: 1, description: 'Path of the value in the record.' }),
  paramType: oneOf(['query', 'path', 'header'], {
    description:
      'Where the value goes: a query parameter, the placeholder {paramName} in the path of the endpoint, or a header.',
  }),
  paramName: Type.String({
    minLength: 1,
    description: 'Name of the parameter, placeholder or header.',
  }),
});

/** The setting of modules that put values of each record into its request. */
export const KEYS_FIELD = {
  keys: Type.Optional(
    Type.Array(key, {
      description:
        'Values of the record that go into its request. One that the record does not have is an error.',
    }),
  ),
} as const;

type KeySettings = Static<typeof key>;

/** A value of the record and where it goes. */
export interface RequestKey {
  readonly path: RecordPath;
  readonly paramType: KeySettings['paramType'];
  readonly paramName: string;
}

/**
 * Compiles the keys of a module and reports what is wrong with them, or doubtful.
 *
 * @returns nothing when a problem was reported
 */
export function compileKeys(
  keys: readonly KeySettings[],
  endpoint: string,
  context: CompileContext,
): RequestKey[] | undefined {
  const problems = [
    ...headerNames(keys),
    ...repeatedNames(keys),
    ...missingPlaceholders(keys, endpoint),
    ...unfilledPlaceholders(keys, endpoint),
  ];
  for (const problem of problems) context.report(problem);
  const compiled = keys.flatMap(({ field, paramType, paramName }, index) => {
    const path = compilePath(field, ['keys', index, 'field'], context);
    return path === undefined ? [] : [{ path, paramType, paramName }];
  });
  return hasMistakes(problems) || compiled.length < keys.length ? undefined : compiled;
}

function headerNames(keys: readonly KeySettings[]): SettingProblem[] {
  return keys.flatMap(({ paramType, paramName }, index) =>
    paramType === 'header' && !isToken(paramName)
      ? [mistake(['keys', index, 'paramName'], HEADER_NAME_REFUSED)]
      : [],
  );
}

/** Names of headers do not depend on their case. */
function repeatedNames(keys: readonly KeySettings[]): SettingProblem[] {
  const seen = new Set<string>();
  return keys.flatMap(({ paramType, paramName }, index) => {
    const place = `${paramType} ${paramType === 'header' ? paramName.toLowerCase() : paramName}`;
    if (!seen.has(place)) {
      seen.add(place);
      return [];
    }
    const message = `another key goes into the same place: of all that go into ${paramType} ${JSON.stringify(paramName)} only one can be sent`;
    return [doubt(['keys', index, 'paramName'], message)];
  });
}

function missingPlaceholders(keys: readonly KeySettings[], endpoint: string): SettingProblem[] {
  return keys.flatMap(({ paramType, paramName }, index) => {
    if (paramType !== 'path' || endpoint.includes(`{${paramName}}`)) return [];
    const message = `the key has no effect: the endpoint holds no {${paramName}}`;
    return [doubt(['keys', index, 'paramName'], message)];
  });
}

/** Placeholders look like `{id}`; `{{ … }}`, `{% … %}` and `{# … #}` are the template language, `${…}` the environment. */
const PLACEHOLDER = /\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\$\{[^{}]*\}|\{(?<name>[^{}]+)\}/gs;

function unfilledPlaceholders(keys: readonly KeySettings[], endpoint: string): SettingProblem[] {
  const filled = new Set(
    keys.filter(({ paramType }) => paramType === 'path').map(({ paramName }) => paramName),
  );
  const names = [...endpoint.matchAll(PLACEHOLDER)].flatMap(({ groups }) => groups?.['name'] ?? []);
  return [...new Set(names)]
    .filter((name) => !filled.has(name))
    .map((name) => doubt(['endpoint'], `the placeholder {${name}} is filled by no key of paramType path`));
}
