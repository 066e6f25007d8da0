import { BoundedCache } from '../../core/bounded-cache.ts';
import { Duration } from '../../core/duration.ts';
import { FARTHEST_INSTANT } from './calendar.ts';
import { KEPT_TEXTS } from './kept-texts.ts';

/** Nanoseconds between the first and the last instant there are. */
const LONGEST = 2 * FARTHEST_INSTANT * 1e6;

/**
 * The duration of that many nanoseconds, rounded to whole ones; `undefined` when it is not a number or longer than
 * the time between the first and the last instant. Durations are exact to the nanosecond up to 2^53 of them, about
 * 104 days; beyond, whole milliseconds stay exact up to 18 years and whole seconds up to 146.
 */
export function durationOf(nanoseconds: number): Duration | undefined {
  // Adding 0 turns -0 into 0.
  return Math.abs(nanoseconds) <= LONGEST ? new Duration(Math.round(nanoseconds) + 0) : undefined;
}

/** Nanoseconds of each unit; the micro sign and the Greek letter both stand for micro. */
const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);

const UNIT_NAMES = 'ns, us, ms, s, m, h';

/** Texts of more digits than any duration needs are refused before they are computed with. */
const LONGEST_TEXT = 200;

const PART = /(\d*)(?:\.(\d*))?([^\d.]*)/y;

const readings = new BoundedCache<Duration | string>(KEPT_TEXTS);

/**
 * Reads a duration: numbers with units one after the other, as in `1h30m`, `300ms` or `-1.5h`, or `0`. What is
 * below a nanosecond is cut off.
 *
 * @returns the reason when the text is none
 */
export function parseDuration(text: string): Duration | string {
  return readings.get(text, read);
}

function read(text: string): Duration | string {
  const invalid = `invalid duration ${shown(text)}`;
  const digits = /^[+-]?([\d.].*)$/su.exec(text)?.[1];
  if (digits === undefined || text.length > LONGEST_TEXT) return invalid;
  let total = 0n;
  for (let at = 0; at < digits.length && digits !== '0'; ) {
    PART.lastIndex = at;
    const [part = '', whole = '', fraction = '', unit = ''] = PART.exec(digits) ?? [];
    if (whole === '' && fraction === '') return invalid;
    if (unit === '') return `missing unit in duration ${shown(text)}: use ${UNIT_NAMES}`;
    const nanoseconds = UNITS.get(unit);
    if (nanoseconds === undefined) return unknownUnit(unit, text);
    const scale = 10n ** BigInt(fraction.length);
    total += (BigInt(whole + fraction) * nanoseconds) / scale;
    at += part.length;
  }
  return durationOf(Number(text.startsWith('-') ? -total : total)) ?? invalid;
}

function unknownUnit(unit: string, text: string): string {
  const days = unit === 'd' || unit === 'w' ? '; a day of 24 hours is 24h' : '';
  return `unknown unit ${shown(unit)} in duration ${shown(text)}: use ${UNIT_NAMES}${days}`;
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
