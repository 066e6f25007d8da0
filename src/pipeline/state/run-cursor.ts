import { compareValues } from '../../core/compare.ts';
import { errorText } from '../../core/errors.ts';
import type { DataRecord, Value } from '../../core/record.ts';
import { numberText } from '../../core/scalar-text.ts';
import { kindOf } from '../../core/value.ts';
import type { RecordPath } from '../../language/path/record-path.ts';
import type { RunState, StatePersistence } from '../../modules/contract/state.ts';
import { isTimestamp } from './state-document.ts';
import type { PipelineState } from './state-store.ts';

/** What one run found to keep. */
export interface RunCursor {
  readonly lastTimestamp: string | undefined;
  readonly lastId: string | undefined;
  /** Why a value that was asked for could not be taken from the records. */
  readonly problems: readonly { readonly field: string; readonly reason: string }[];
}

/** What a run may read: only what the pipeline still persists, the timestamp cut to the second. */
export function publishedState(state: PipelineState | undefined, persistence: StatePersistence): RunState {
  const { timestamp, id } = persistence;
  return {
    lastTimestamp: timestamp === undefined ? undefined : state?.lastTimestamp?.replace(/\.\d+/, ''),
    lastId: id === undefined ? undefined : state?.lastId,
  };
}

/**
 * What to keep of a run, from its records as they were fetched: the id of the last one in the order of arrival,
 * and the start of the run or the greatest timestamp among them.
 */
export function runCursor(
  records: readonly DataRecord[],
  startedAt: Date,
  { timestamp, id }: StatePersistence,
): RunCursor {
  const problems: { field: string; reason: string }[] = [];
  const take = <T>(path: RecordPath, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      problems.push({ field: path.text, reason: errorText(error) });
      return undefined;
    }
  };
  const last = records.at(-1);
  const lastId = id === undefined || last === undefined ? undefined : take(id, () => idText(id.get(last)));
  const lastTimestamp =
    timestamp === undefined || timestamp === 'start'
      ? timestamp && startedAt.toISOString()
      : take(timestamp, () => greatestTimestamp(records, timestamp));
  return { lastTimestamp, lastId, problems };
}

/** The state to save: what the run did not produce is carried over from before. Nothing when there is nothing. */
export function nextState(
  pipelineId: string,
  previous: PipelineState | undefined,
  cursor: RunCursor,
  { timestamp, id }: StatePersistence,
  now: Date,
): PipelineState | undefined {
  const lastTimestamp =
    timestamp === undefined ? undefined : (cursor.lastTimestamp ?? previous?.lastTimestamp);
  const lastId = id === undefined ? undefined : (cursor.lastId ?? previous?.lastId);
  if (lastTimestamp === undefined && lastId === undefined) return undefined;
  return {
    pipelineId,
    ...(lastTimestamp === undefined ? {} : { lastTimestamp }),
    ...(lastId === undefined ? {} : { lastId }),
    updatedAt: now.toISOString(),
  };
}

function idText(value: Value | undefined): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
      return numberText(value);
    case 'boolean':
      return String(value);
    default:
      throw new TypeError(
        value === undefined ? 'the last record does not have it' : `it is ${kindOf(value)}`,
      );
  }
}

/** Texts and timestamps that are instants; `undefined` when no record has one. */
function greatestTimestamp(records: readonly DataRecord[], path: RecordPath): string | undefined {
  let greatest: { readonly instant: Date; readonly text: string } | undefined;
  let present = 0;
  for (const record of records) {
    const value = path.get(record);
    if (value === undefined || value === null) continue;
    present += 1;
    const candidate = timestampOf(value);
    if (candidate === undefined) continue;
    if (greatest === undefined || (compareValues(candidate.instant, greatest.instant) ?? 0) > 0)
      greatest = candidate;
  }
  if (greatest === undefined && present > 0) throw new TypeError('no value is a timestamp');
  return greatest?.text;
}

function timestampOf(value: Value): { readonly instant: Date; readonly text: string } | undefined {
  if (value instanceof Date) return { instant: value, text: value.toISOString() };
  if (typeof value !== 'string') return undefined;
  // Databases print timestamps with a space; without an offset they are taken as UTC.
  const text = value.replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T').replace(/(T[\d:]+(?:\.\d+)?)$/, '$1Z');
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  return isTimestamp(full) ? { instant: new Date(full), text: full } : undefined;
}
