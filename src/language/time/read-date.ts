import { MILLISECONDS_PER_DAY, wallMilliseconds } from './calendar.ts';
import { compileLayout, type Layout, layoutOf } from './layout.ts';
import { FixedZone, type TimeZone, UTC } from './time-zone.ts';
import type { Timestamp } from './timestamp.ts';
import { timestampAt } from './timestamp-arithmetic.ts';
import type { DateProblem, WrittenMoment } from './written-moment.ts';

/** The layouts a date may have without naming one. No text fits two; what is most common comes first. */
export const DATE_LAYOUTS = [
  '2006-01-02T15:04:05Z07:00',
  '2006-01-02',
  '2006-01-02 15:04:05',
  '15:04:05',
  '02 Jan 06 15:04 MST',
  'Monday, 02-Jan-06 15:04:05 MST',
  'Mon, 02 Jan 2006 15:04:05 MST',
] as const;

/** Compiled when the first date is read: most pipelines read none, and all of them load this file. */
let layouts: readonly Layout[] | undefined;

/**
 * Reads a date in one of {@link DATE_LAYOUTS}.
 *
 * @param zone of a text that does not say one; see {@link readDateAs}
 */
export function readDate(text: string, zone: TimeZone): Timestamp | DateProblem {
  layouts ??= DATE_LAYOUTS.map(compileLayout);
  for (const layout of layouts) {
    const written = layout.read(text);
    if (written !== 'does not match') return timestampOf(written, zone);
  }
  return 'does not match';
}

/**
 * Reads a date by a layout. An offset in the text decides the instant; the result is shown in the given zone when
 * that has this offset then, else at the offset. An abbreviation stands for the offset it has in the zone around that
 * time; one that the zone does not use counts as UTC.
 *
 * @param zone of a text that says neither
 */
export function readDateAs(layout: string, text: string, zone: TimeZone): Timestamp | DateProblem {
  return timestampOf(layoutOf(layout).read(text), zone);
}

function timestampOf(written: WrittenMoment | DateProblem, zone: TimeZone): Timestamp | DateProblem {
  if (typeof written === 'string') return written;
  const wall = wallMilliseconds(written);
  const { offset, nanosecond } = written;
  if (offset === undefined && written.zone === undefined) {
    return timestampAt(zone.instantOf(wall), nanosecond, zone) ?? 'year out of range';
  }
  const known = offset ?? offsetCalled(written.zone, zone, wall);
  const instant = wall - known * 1000;
  return timestampAt(instant, nanosecond, shownIn(zone, instant, known, written.zone)) ?? 'year out of range';
}

/** Days from a wall time after which a zone may have its other offset. */
const SEASONS = [-1, 1, -91, 91, 182] as const;

/** The offset an abbreviation has in a zone, at the wall time if possible; 0 when the zone does not use it. */
function offsetCalled(abbreviation: string | undefined, zone: TimeZone, wall: number): number {
  if (abbreviation === 'UTC') return 0;
  for (const days of SEASONS) {
    const shift = days * MILLISECONDS_PER_DAY;
    const offset = zone.offsetAt(wall + shift);
    const instant = wall - offset * 1000;
    if (zone.offsetAt(instant) === offset && zone.abbreviationAt(instant) === abbreviation) return offset;
    if (zone.abbreviationAt(instant + shift) === abbreviation) return zone.offsetAt(instant + shift);
  }
  return 0;
}

function shownIn(
  zone: TimeZone,
  instant: number,
  offset: number,
  abbreviation: string | undefined,
): TimeZone {
  if (abbreviation === 'UTC') return UTC;
  const fits =
    zone.offsetAt(instant) === offset &&
    (abbreviation === undefined || zone.abbreviationAt(instant) === abbreviation);
  return fits ? zone : new FixedZone(offset, abbreviation);
}
