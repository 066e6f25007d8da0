import { LocatedError } from '../located-error.ts';

/**
 * Refuses text that holds a template tag. Fields of the template language take plain text in this version;
 * sending a tag as it stands would be worse than refusing it.
 *
 * @throws {LocatedError} at the first `{{` or `{%`
 */
export function refuseTemplateTags(source: string): void {
  const offset = source.search(/\{[{%]/);
  if (offset >= 0) throw new LocatedError('templates are not supported in this version yet', source, offset);
}
