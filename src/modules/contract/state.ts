import type { RecordPath } from '../../language/path/record-path.ts';

/** What an input asks to have kept from one run to the next. */
export interface StatePersistence {
  /** Directory of the state file, relative to the working directory. */
  readonly storagePath: string;
  /** The instant kept: that of the start of the run, or the greatest value of a field of the fetched records. */
  readonly timestamp: 'start' | RecordPath | undefined;
  /** The field of the last fetched record that is kept as its id. */
  readonly id: RecordPath | undefined;
}

/** What earlier runs kept, as far as the pipeline still asks for it. */
export interface RunState {
  /** RFC 3339, to the second, in the offset it was stored with; `undefined` before the first run that kept one. */
  readonly lastTimestamp: string | undefined;
  readonly lastId: string | undefined;
}

/** Nothing was kept. */
export const NO_STATE: RunState = { lastTimestamp: undefined, lastId: undefined };

/** What `state.lastTimestamp` is before the first run that kept one. */
export const EPOCH = '1970-01-01T00:00:00Z';
