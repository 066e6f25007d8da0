import type { DocumentPath } from './document-path.ts';

/** Something wrong, or doubtful, in the settings of a module that the schema cannot see. */
export interface SettingProblem {
  /** Where, relative to the module. */
  readonly at: DocumentPath;
  readonly type: 'validation';
  /** What is wrong and what to do. Never the offending value. */
  readonly message: string;
  /** An error when absent. */
  readonly severity?: 'warning';
}

/** A mistake. */
export function mistake(at: DocumentPath, message: string): SettingProblem {
  return { at, type: 'validation', message };
}

/** Something that is allowed, and yet probably not what the author means. */
export function doubt(at: DocumentPath, message: string): SettingProblem {
  return { at, type: 'validation', severity: 'warning', message };
}

/** True when nothing can be built: warnings do not count. */
export function hasMistakes(problems: readonly SettingProblem[]): boolean {
  return problems.some(({ severity }) => severity === undefined);
}
