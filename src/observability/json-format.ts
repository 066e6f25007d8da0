import { Duration } from '../core/duration.ts';
import type { LogRecord } from './log-record.ts';
import type { LogFieldValue } from './logger.ts';

/**
 * A record as one compact JSON object (RFC 8259): `time`, `level`, `msg`, then the fields in their order.
 * Times are RFC 3339 in UTC with milliseconds, durations whole nanoseconds, maps sorted by key, absent fields
 * left out.
 */
export function formatJson({ time, level, message, fields }: LogRecord): string {
  let line = `{"time":"${timeText(time)}","level":"${level}","msg":${JSON.stringify(message)}`;
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) line += `,${JSON.stringify(name)}:${valueJson(value)}`;
  }
  return `${line}}`;
}

function valueJson(value: Exclude<LogFieldValue, undefined>): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof Date) return JSON.stringify(timeText(value));
  if (value instanceof Duration) return JSON.stringify(value);
  if (Array.isArray(value)) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${JSON.stringify(member)}`).join(',')}}`;
}

function timeText(time: Date): string {
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}
