import { type Static, Type } from 'typebox';
import { closedObject } from '../../../core/schema.ts';
import { doubt, type SettingProblem } from '../../../core/setting-problem.ts';
import { LocatedError } from '../../../language/located-error.ts';
import { parseRecordPath, type RecordPath } from '../../../language/path/record-path.ts';
import type { CompileContext } from '../../contract/definition.ts';
import type { StatePersistence } from '../../contract/state.ts';
import { LEAVES_DIRECTORY, leavesDirectory } from '../../shared/file-path.ts';
import { DEFAULT_STORAGE_PATH } from '../../shared/state-persistence.ts';

const incremental = closedObject(
  {
    enabled: Type.Optional(
      Type.Boolean({ default: false, description: 'true keeps from run to run how far reading has come.' }),
    ),
    timestampField: Type.Optional(
      Type.String({
        description: 'Column with the time of a row; the latest one is kept as state.lastTimestamp.',
      }),
    ),
    idField: Type.Optional(
      Type.String({
        description: 'Column with the id of a row; that of the last row is kept as state.lastId.',
      }),
    ),
    storagePath: Type.Optional(
      Type.String({
        default: DEFAULT_STORAGE_PATH,
        description: 'Directory of the state file, relative to the working directory.',
      }),
    ),
  },
  { description: 'Reads what is new since the last successful run; the query says what that is.' },
);

/** What the input keeps from run to run. */
export const INCREMENTAL_FIELD = { incremental: Type.Optional(incremental) } as const;

type IncrementalSettings = Static<typeof incremental> | undefined;

/** What the settings ask to have kept; a problem is reported for a column that cannot be a path. */
export function compileIncremental(
  settings: IncrementalSettings,
  context: CompileContext,
): StatePersistence | undefined {
  if (settings?.enabled !== true) return undefined;
  const { timestampField, idField, storagePath } = settings;
  return {
    storagePath: storagePath || DEFAULT_STORAGE_PATH,
    timestamp: columnPath(timestampField, 'timestampField', context),
    id: columnPath(idField, 'idField', context),
  };
}

function columnPath(
  column: string | undefined,
  field: 'timestampField' | 'idField',
  { report }: CompileContext,
): RecordPath | undefined {
  if (!column) return undefined;
  try {
    return parseRecordPath(column);
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    const { reason: message, offset } = error;
    report({ at: ['incremental', field], type: 'validation', message, offset, quotable: true });
    return undefined;
  }
}

/** Finds settings without effect. */
export function incrementalDoubts(settings: IncrementalSettings): SettingProblem[] {
  if (settings === undefined) return [];
  const { enabled, timestampField, idField, storagePath = '' } = settings;
  const tracksNothing = !timestampField && !idField;
  const problems: SettingProblem[] = [];
  if (leavesDirectory(storagePath)) problems.push(doubt(['incremental', 'storagePath'], LEAVES_DIRECTORY));
  if (enabled === true && tracksNothing) {
    const message = 'nothing is kept from run to run without timestampField or idField';
    problems.push(doubt(['incremental'], message));
  }
  if (enabled === undefined && !tracksNothing) {
    problems.push(doubt(['incremental'], 'incremental has no effect without enabled: true'));
  }
  return problems;
}
