import { type Static, type TObject, Type } from 'typebox';
import type { DataObject } from '../../core/record.ts';
import { doubt, type SettingProblem } from '../../core/setting-problem.ts';
import { LocatedError } from '../../language/located-error.ts';
import { parseRecordPath, type RecordPath } from '../../language/path/record-path.ts';
import type { CompileContext } from '../contract/definition.ts';
import { closedObject } from '../contract/schema.ts';
import type { RunState, StatePersistence } from '../contract/state.ts';
import { LEAVES_DIRECTORY, leavesDirectory } from './file-path.ts';

/** Where state files are kept when the author names no directory. */
export const DEFAULT_STORAGE_PATH = './cannectors-data/state';

/** The setting of polling inputs that keep a cursor from run to run. */
export const STATE_PERSISTENCE_FIELD = {
  statePersistence: Type.Optional(
    closedObject(
      {
        timestamp: Type.Optional(
          closedObject(
            {
              enabled: Type.Optional(
                Type.Boolean({ default: false, description: 'Keep the instant at which the run started.' }),
              ),
              queryParam: Type.Optional(
                Type.String({ description: 'Send the kept instant as this query parameter.' }),
              ),
            },
            { description: 'The time of the last successful run.' },
          ),
        ),
        id: Type.Optional(
          closedObject(
            {
              enabled: Type.Optional(
                Type.Boolean({ default: false, description: 'Keep the id of the last fetched record.' }),
              ),
              field: Type.Optional(
                Type.String({ description: 'Path of the id in a record as it is fetched.' }),
              ),
              queryParam: Type.Optional(
                Type.String({ description: 'Send the kept id as this query parameter.' }),
              ),
            },
            { description: 'The id of the last record.' },
          ),
        ),
        storagePath: Type.Optional(
          Type.String({
            default: DEFAULT_STORAGE_PATH,
            description: 'Directory of the state file, relative to the working directory.',
          }),
        ),
      },
      { description: 'What is kept from one run to the next, for requests that ask for what is new.' },
    ),
  ),
} as const;

type StateSettings = Static<TObject<typeof STATE_PERSISTENCE_FIELD>>['statePersistence'];

/** What a polling input keeps, and the query parameters that carry it. */
export interface PollingState {
  /** Absent when nothing is kept. */
  readonly persistence: StatePersistence | undefined;
  /** The parameters of a request: only values that are known. */
  queryParams(state: RunState): Record<string, string>;
}

/** Reads the setting and reports what is wrong with it. Nothing when a problem was reported. */
export function compilePollingState(
  settings: StateSettings,
  context: CompileContext,
): PollingState | undefined {
  for (const problem of stateDoubts(settings)) context.report(problem);
  const timestamp = settings?.timestamp?.enabled === true ? settings.timestamp : undefined;
  const id = settings?.id?.enabled === true ? settings.id : undefined;
  const field = id === undefined ? undefined : idField(id.field ?? '', context);
  if (id !== undefined && field === undefined) return undefined;
  const persistence =
    timestamp === undefined && id === undefined
      ? undefined
      : {
          storagePath: settings?.storagePath || DEFAULT_STORAGE_PATH,
          timestamp: timestamp && ('start' as const),
          id: field,
        };
  return {
    persistence,
    queryParams: ({ lastTimestamp, lastId }) => ({
      ...parameter(timestamp?.queryParam, lastTimestamp),
      ...parameter(id?.queryParam, lastId),
    }),
  };
}

/** Parts that nothing has switched on, or off by an explicit `enabled: false`. */
function stateDoubts(settings: StateSettings): SettingProblem[] {
  if (settings === undefined) return [];
  const { timestamp, id, storagePath } = settings;
  const problems: SettingProblem[] = [];
  for (const [name, part] of Object.entries({ timestamp, id })) {
    if (part === undefined || part.enabled !== undefined || Object.keys(part).length === 0) continue;
    problems.push(doubt(['statePersistence', name], `${name} has no effect without enabled: true`));
  }
  if (!storagePath) return problems;
  const at = ['statePersistence', 'storagePath'];
  if (leavesDirectory(storagePath)) problems.push(doubt(at, LEAVES_DIRECTORY));
  if (timestamp?.enabled !== true && id?.enabled !== true) {
    problems.push(doubt(at, 'storagePath has no effect: neither timestamp nor id is enabled'));
  }
  return problems;
}

function parameter(name: string | undefined, value: string | undefined): Record<string, string> {
  return !name || value === undefined ? {} : { [name]: value };
}

function idField(text: string, { report }: CompileContext): RecordPath | undefined {
  const at = ['statePersistence', 'id', 'field'];
  if (text === '') {
    const message = 'id.enabled needs id.field: the path of the id in a fetched record';
    report({ at: ['statePersistence', 'id'], type: 'validation', message });
    return undefined;
  }
  try {
    return parseRecordPath(text);
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    report({ at, type: 'validation', message: error.reason, offset: error.offset, quotable: true });
    return undefined;
  }
}

/** Warns of state variables that are read and never kept: each run starts from the beginning. */
export function unkeptStateVariables(
  read: ReadonlySet<string>,
  persistence: StatePersistence | undefined,
): string[] {
  const kept: DataObject = {
    lastTimestamp: persistence?.timestamp !== undefined,
    lastId: persistence?.id !== undefined,
  };
  return [...read].filter((name) => kept[name] === false).sort();
}
