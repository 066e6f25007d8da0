import { type Static, type TObject, Type } from 'typebox';
import { oneOf } from '../../core/schema.ts';
import { mistake, type SettingProblem } from '../../core/setting-problem.ts';

/** The settings of outputs that share records out over requests. */
export const REQUEST_MODE_FIELDS = {
  requestMode: Type.Optional(
    oneOf(['batch', 'single'], {
      default: 'batch',
      description: 'batch sends many records per request, single sends one request per record.',
    }),
  ),
  batchSize: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'Most records in one request of batch mode. Absent, all records go in one request.',
    }),
  ),
} as const;

/** Finds a batch size where there are no batches. */
export function requestModeProblems({
  requestMode,
  batchSize,
}: Static<TObject<typeof REQUEST_MODE_FIELDS>>): SettingProblem[] {
  if (requestMode !== 'single' || batchSize === undefined) return [];
  return [mistake(['batchSize'], "batchSize is only valid with requestMode 'batch', got 'single'")];
}
