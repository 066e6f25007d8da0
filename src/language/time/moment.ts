import { type Moment, wallTimeAt } from './calendar.ts';
import { compileLayout } from './layout.ts';

/** What a date-time text of {@link parseMoment} may look like. */
const LAYOUTS = [
  '2006-01-02T15:04:05Z07:00',
  '2006-01-02T15:04:05',
  '2006-01-02',
  'Mon, 02 Jan 2006 15:04:05 MST',
].map(compileLayout);

/**
 * Reads a date-time: RFC 3339, the same without a zone (then UTC), a date alone (midnight UTC), or RFC 1123 with
 * a zone name, of which all count as offset 0. The weekday is not compared with the date.
 *
 * @returns nothing for any other text or a day or time that does not exist
 */
export function parseMoment(text: string): Moment | undefined {
  for (const layout of LAYOUTS) {
    const written = layout.read(text);
    if (written === 'does not match') continue;
    if (typeof written === 'string') return undefined;
    const { offset = 0, zone } = written;
    return { ...written, offset, zone: zone ?? (written.offset === undefined ? 'UTC' : undefined) };
  }
  return undefined;
}

/** The fields of an instant in UTC. */
export function momentInUtc(date: Date): Moment {
  const nanosecond = date.getUTCMilliseconds() * 1e6;
  return { ...wallTimeAt(date.getTime(), 0), nanosecond, offset: 0, zone: 'UTC' };
}
