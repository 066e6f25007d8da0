import type { DocumentPath } from '../../core/document-path.ts';
import { LocatedError } from '../../language/located-error.ts';
import { parseRecordPath, type RecordPath } from '../../language/path/record-path.ts';
import type { LogLevel } from '../../observability/logger.ts';
import type { CompileContext } from '../contract/definition.ts';
import type { Run } from '../contract/run.ts';
import { reservedTargetMessage, writesIntoErrors } from './error-marker.ts';

/** Compiles a record path; a malformed one is reported and gives nothing. */
export function compilePath(text: string, at: DocumentPath, context: CompileContext): RecordPath | undefined {
  try {
    return parseRecordPath(text);
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    const { reason, offset } = error;
    context.report({ at, type: 'validation', message: reason, offset, quotable: true });
    return undefined;
  }
}

/** {@link compilePath} for a path that is written to: one under `_errors` is refused too. */
export function compileTargetPath(
  text: string,
  at: DocumentPath,
  context: CompileContext,
): RecordPath | undefined {
  const path = compilePath(text, at, context);
  if (path === undefined || !writesIntoErrors(path.firstKey)) return path;
  context.report({ at, type: 'validation', message: reservedTargetMessage(text), offset: 0 });
  return undefined;
}

/**
 * Says that a write has destroyed data: something on the way down could not hold the next step of the path. Once
 * per path and invocation.
 */
export function reportReplacedValue(module: string, path: RecordPath, run: Run, level: LogLevel): void {
  run.log.log(level, 'field path replaced a value that could not hold it', {
    module_type: module,
    field: path.text,
  });
}
