import type { ErrorObject } from 'ajv';

/**
 * Replaces each failed `anyOf` and the errors of its branches by what the author needs to know: the errors of the
 * one branch that fits the value's type, else the accepted types or words.
 */
export function unionsResolved(errors: readonly ErrorObject[]): ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf');
  const outermost = unions.filter(
    (union) => !unions.some((other) => other !== union && isInside(union, other)),
  );
  const outside = errors.filter(
    (error) => !unions.includes(error) && !unions.some((union) => isInside(error, union)),
  );
  return [...outside, ...outermost.flatMap((union) => resolveUnion(union, errors))];
}

function resolveUnion(union: ErrorObject, errors: readonly ErrorObject[]): ErrorObject[] {
  const branches = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    if (!isInside(error, union)) continue;
    const branch = error.schemaPath.slice(union.schemaPath.length + 1).split('/')[0] ?? '';
    branches.set(branch, [...(branches.get(branch) ?? []), error]);
  }
  const lists = [...branches.values()];
  const itself = (keyword: string) => (error: ErrorObject) =>
    error.keyword === keyword && error.instancePath === union.instancePath;
  const fitting = lists.filter((list) => !list.some(itself('type')));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1 && !only.some(itself('const'))) return unionsResolved(only);
  if (fitting.length === 0) {
    const types = lists.flatMap((list) =>
      list.filter(itself('type')).flatMap(({ params }) => params['type'] as string | string[]),
    );
    return [{ ...union, keyword: 'type', params: { type: [...new Set(types)] } }];
  }
  const constants = fitting.flatMap((list) =>
    list.filter(itself('const')).map(({ params }) => params['allowedValue'] as unknown),
  );
  if (constants.length === fitting.length)
    return [{ ...union, keyword: 'enum', params: { allowedValues: constants } }];
  return [union];
}

function isInside(error: ErrorObject, union: ErrorObject): boolean {
  return (
    error.schemaPath.startsWith(`${union.schemaPath}/`) &&
    (error.instancePath === union.instancePath || error.instancePath.startsWith(`${union.instancePath}/`))
  );
}
