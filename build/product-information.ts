import type { ProductInformation } from './executable/prepare.ts';
import type { SourceVersion } from './source-version.ts';

/** Year in the copyright notice of a build that has no date: that of the first release. */
const FIRST_YEAR = 2026;

/**
 * What the version resource of the Windows file says. It needs a version of three numbers, so a tree without one
 * (no git, a tag that is a word) takes the number from package.json.
 */
export function productInformation(source: SourceVersion, packageVersion: string): ProductInformation {
  const { version, commit, buildDate } = source;
  const year = Number.parseInt(buildDate, 10);
  return {
    version: /^\d+\.\d+\.\d+([.+-]|$)/.test(version) ? version : `${packageVersion}-${version}`,
    commit,
    year: Number.isNaN(year) ? FIRST_YEAR : year,
  };
}
