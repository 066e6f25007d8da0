import { parseJson } from '../../core/parse-json.ts';
import { isDataObject } from '../../core/record.ts';
import { stringifyJson } from '../../core/stringify-json.ts';
import { daysInMonth } from '../../language/time/calendar.ts';
import type { PipelineState } from './state-store.ts';

const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads the text of a state file. Keys it does not know are passed over.
 *
 * @throws {Error} that says what is wrong, without quoting the text
 */
export function parseState(text: string, pipelineId: string): PipelineState {
  if (text.trim() === '') throw new Error('the file is empty');
  const root = parseJson(text);
  if (!isDataObject(root)) throw new Error('the file is not a JSON object');
  const lastTimestamp = textMember(root['lastTimestamp'], 'lastTimestamp');
  const lastId = textMember(root['lastId'], 'lastId');
  const owner = textMember(root['pipelineId'], 'pipelineId');
  if (lastTimestamp !== undefined && !isTimestamp(lastTimestamp)) {
    throw new Error('lastTimestamp is not an RFC 3339 timestamp');
  }
  return {
    pipelineId: owner ?? pipelineId,
    ...(lastTimestamp === undefined ? {} : { lastTimestamp }),
    ...(lastId === undefined ? {} : { lastId }),
  };
}

function textMember(value: unknown, name: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new Error(`${name} is not a string`);
}

/** True for an RFC 3339 timestamp that exists. */
export function isTimestamp(text: string): boolean {
  const [, year, month, day] = RFC_3339.exec(text) ?? [];
  if (year === undefined || Number.isNaN(Date.parse(text))) return false;
  // The parser of the platform takes the 31st of February for the 3rd of March.
  return Number(day) <= daysInMonth(Number(year), Number(month));
}

/** The text of a state file: two-space indentation, the published order of keys. */
export function stateText({ pipelineId, lastTimestamp, lastId, updatedAt }: PipelineState): string {
  return stringifyJson(
    {
      pipelineId,
      ...(lastTimestamp === undefined ? {} : { lastTimestamp }),
      ...(lastId === undefined ? {} : { lastId }),
      ...(updatedAt === undefined ? {} : { updatedAt }),
    },
    2,
  );
}
