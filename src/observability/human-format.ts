import { Duration } from '../core/duration.ts';
import { numberText } from '../core/scalar-text.ts';
import type { LogRecord } from './log-record.ts';
import type { LogFieldValue, LogLevel } from './logger.ts';
import { printable } from './printable.ts';

/** Fields of an INFO or DEBUG record that are shown; the rest is counted. */
const SHOWN_FIELDS = 5;
/** Fields that are the same on every record of a run: shown last, so that they crowd nothing out. */
const CORRELATION = new Set(['trace_id', 'pipeline_id', 'pipeline_name']);
/** Fields that are shown wherever they stand. */
const ALWAYS_SHOWN = new Set(['error', 'error_code']);

const COLOURS = { red: 31, green: 32, yellow: 33, cyan: 36 } as const;

interface Icon {
  readonly symbol: string;
  readonly colour?: keyof typeof COLOURS;
}

const FAILURE: Icon = { symbol: '✗', colour: 'red' };
const SUCCESS: Icon = { symbol: '✓', colour: 'green' };
const LEVEL_ICONS: Readonly<Record<LogLevel, Icon>> = {
  ERROR: FAILURE,
  WARN: { symbol: '⚠', colour: 'yellow' },
  INFO: { symbol: 'ℹ', colour: 'cyan' },
  DEBUG: { symbol: '·' },
};

/**
 * A record for people: `HH:MM:SS <icon> <message> key=value …` in local time. The icon follows the field
 * `status` where there is one. What is special to the event comes before what all records of a run share.
 * Records at WARN and above show every field, others the first five and their error. Text that could break the
 * line or drive the terminal is escaped.
 */
export function formatHuman(record: LogRecord, options: { readonly colour: boolean }): string {
  const { level, message, fields } = record;
  const present = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => Number(CORRELATION.has(a)) - Number(CORRELATION.has(b)));
  const everything = level === 'WARN' || level === 'ERROR';
  const shown = present.filter(
    ([name], index) => everything || index < SHOWN_FIELDS || ALWAYS_SHOWN.has(name),
  );
  const hidden = present.length - shown.length;
  const parts = [
    clockText(record.time),
    iconText(iconOf(record), options.colour),
    printable(message),
    ...shown.map(([name, value]) => `${printable(name)}=${valueText(value)}`),
  ];
  return parts.join(' ') + (hidden > 0 ? ` (+${hidden} more)` : '');
}

function iconOf({ level, message, fields }: LogRecord): Icon {
  if (level !== 'INFO') return LEVEL_ICONS[level];
  if (fields['status'] === 'error') return FAILURE;
  return /completed|succeeded|success/i.test(message) ? SUCCESS : LEVEL_ICONS.INFO;
}

function iconText({ symbol, colour }: Icon, coloured: boolean): string {
  return coloured && colour !== undefined ? `\u001b[${COLOURS[colour]}m${symbol}\u001b[0m` : symbol;
}

function clockText(time: Date): string {
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

function valueText(value: LogFieldValue): string {
  if (typeof value === 'string') return stringText(value);
  if (typeof value === 'number') return Number.isInteger(value) ? numberText(value) : value.toFixed(2);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Duration) return durationText(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  if (Array.isArray(value)) return stringText(value.join(','));
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${stringText(key)}:${member}`)
    .join(',');
}

/** Bare when it reads as one word, else in double quotes with quotes and backslashes escaped. */
function stringText(text: string): string {
  if (!/[\s"=\\]/.test(text) && text !== '') return printable(text);
  return `"${printable(text.replace(/["\\]/g, '\\$&'))}"`;
}

function durationText(duration: Duration): string {
  const { nanoseconds, milliseconds, seconds } = duration;
  if (nanoseconds < 1e6) return `${Math.round(nanoseconds / 1e3)}µs`;
  if (nanoseconds < 1e9) return `${Math.floor(milliseconds)}ms`;
  if (nanoseconds < 60e9) return `${seconds.toFixed(2)}s`;
  return `${(seconds / 60).toFixed(1)}m`;
}
