import { CannectorsError } from '../../../core/errors.ts';
import { INTERRUPTED, type Program } from './sandbox/protocol.ts';
import type { ReturnedFailure } from './sandbox/record-text.ts';
import { placeText, scriptTrace } from './sandbox/stack-trace.ts';

type Limits = Pick<Program, 'timeMs' | 'memoryMb'>;

/**
 * The error of one record.
 *
 * @param recordIndex position in the list handed to the filter
 */
export function recordError(
  failure: ReturnedFailure,
  program: Pick<Program, 'name'> & Limits,
  recordIndex: number,
): CannectorsError {
  const trace = scriptTrace(failure.stack, program.name);
  const message =
    failure.what === 'thrown'
      ? `script execution failed at record ${recordIndex}: ${reasonOf(failure.text, program)}${placeText(trace.place)}`
      : `script at record ${recordIndex} returned ${failure.text}`;
  return new CannectorsError(message, {
    category: 'validation',
    code: 'EXECUTION_FAILED',
    module: 'script',
    recordIndex,
    details: trace.text === '' ? {} : { stack_trace: trace.text },
  });
}

/** Says in the author's words what the engine says in its own. */
function reasonOf(text: string, { timeMs, memoryMb }: Limits): string {
  switch (text) {
    case INTERRUPTED:
      return `exceeded the time limit of ${timeMs} ms per record`;
    case 'InternalError: out of memory':
      return `out of memory: the limit is ${memoryMb} MB`;
    case 'null':
      // The engine throws null when there is not even memory for an error.
      return `null, which stands for out of memory unless the script throws it (the limit is ${memoryMb} MB)`;
    default:
      return text;
  }
}

/** The error of a run whose sandbox did not survive: no record can be named. */
export function runError(cause: Error): CannectorsError {
  return new CannectorsError(`script execution failed: ${cause.message}`, {
    category: 'validation',
    code: 'EXECUTION_FAILED',
    module: 'script',
    cause,
  });
}
