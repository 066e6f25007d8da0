import { doubt, mistake, type SettingProblem } from '../../core/setting-problem.ts';
import { HEADER_NAME_REFUSED, isIgnoredHeader, isToken, repeatedHeaderNames } from './header-fields.ts';

/**
 * Finds names in a map of headers that cannot be sent, are given twice or are never sent.
 *
 * @param field the setting that holds the map
 */
export function headerNameProblems(
  field: string,
  headers: Readonly<Record<string, string>> = {},
): SettingProblem[] {
  const names = Object.keys(headers);
  return [
    ...names.filter((name) => !isToken(name)).map((name) => mistake([field, name], HEADER_NAME_REFUSED)),
    ...repeatedHeaderNames(names).map((name) => {
      const twice = `header ${JSON.stringify(name)} is given twice`;
      return mistake([field, name], `${twice}: names that differ only by case are the same header`);
    }),
    ...names
      .filter(isIgnoredHeader)
      .map((name) => doubt([field, name], 'the header is set by the runtime and ignored here')),
  ];
}
