import { documentPathText } from '../../core/document-path.ts';
import type { DocumentProblem } from '../../pipeline/validation/document-problem.ts';
import type { CheckedDocument } from '../checked-document.ts';

/** What is wrong with a file, for tools. Fields are only ever added. */
export interface CheckRecord {
  readonly file: string;
  readonly valid: boolean;
  /** Absent for a file that cannot be parsed. */
  readonly format?: string;
  readonly problems: readonly ProblemRecord[];
}

export interface ProblemRecord {
  readonly severity: 'error' | 'warning';
  /** Stable kind: `required`, `type`, `expression`, `template`, `syntax`, … */
  readonly code: string;
  /** As in the text report: `filters[0].type`; `/` is the root. */
  readonly path: string;
  /** 1-based; 0 when unknown. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly expected?: string;
  readonly suggestion?: string;
}

/** @param strict warnings count as errors */
export function checkRecord(check: CheckedDocument, file: string, strict: boolean): CheckRecord {
  if (check.kind === 'unparsable') {
    const { type, line, column, message } = check.error;
    return {
      file,
      valid: false,
      problems: [{ severity: 'error', code: type, path: '/', line, column, message }],
    };
  }
  const errors = check.kind === 'invalid' ? check.problems : [];
  const problems = [
    ...errors.map((problem) => problemRecord(problem, 'error')),
    ...check.warnings.map((problem) => problemRecord(problem, strict ? 'error' : 'warning')),
  ];
  const valid = problems.every(({ severity }) => severity === 'warning');
  return { file, valid, format: check.document.format, problems };
}

function problemRecord(
  { path, type, position, message, expected, suggestion }: DocumentProblem,
  severity: ProblemRecord['severity'],
): ProblemRecord {
  return {
    severity,
    code: type,
    path: documentPathText(path),
    ...position,
    message,
    ...(expected === undefined ? {} : { expected }),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}
