import { type Moment, wallTimeAt } from './calendar.ts';
import { layoutOf } from './layout.ts';
import { type TimeZone, UTC } from './time-zone.ts';

/** An instant to the nanosecond, and the zone in which it is shown. It does not change, whatever `Date` offers. */
export class Timestamp extends Date {
  /** Nanoseconds below the millisecond, 0–999,999. */
  readonly submilliseconds: number;
  readonly zone: TimeZone;

  /**
   * @param milliseconds since 1970-01-01T00:00:00Z
   * @param submilliseconds nanoseconds below the millisecond, 0–999,999
   */
  constructor(milliseconds: number, submilliseconds: number, zone: TimeZone) {
    super(milliseconds);
    this.submilliseconds = submilliseconds;
    this.zone = zone;
  }

  /** RFC 3339 text in the timestamp's own zone: no fraction, milliseconds, or as many digits as it takes. */
  override toISOString(): string {
    return rfc3339Text(this);
  }

  override toString(): string {
    return rfc3339Text(this);
  }
}

/** The nanoseconds of a date below the millisecond; a plain date has none. */
export function submillisecondsOf(date: Date): number {
  return date instanceof Timestamp ? date.submilliseconds : 0;
}

/** The zone in which a date is shown; UTC for a plain one. */
export function zoneOf(date: Date): TimeZone {
  return date instanceof Timestamp ? date.zone : UTC;
}

/** What clocks in the date's zone show. */
export function momentOf(date: Date): Moment {
  return new ZonedMoment(date);
}

class ZonedMoment implements Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  readonly offset: number;
  readonly #date: Date;

  constructor(date: Date) {
    const instant = date.getTime();
    this.offset = zoneOf(date).offsetAt(instant);
    const wall = wallTimeAt(instant, this.offset);
    this.year = wall.year;
    this.month = wall.month;
    this.day = wall.day;
    this.hour = wall.hour;
    this.minute = wall.minute;
    this.second = wall.second;
    this.nanosecond = date.getUTCMilliseconds() * 1e6 + submillisecondsOf(date);
    this.#date = date;
  }

  /** Found when it is asked for: it takes long, and most layouts print none. */
  get zone(): string | undefined {
    return zoneOf(this.#date).abbreviationAt(this.#date.getTime());
  }
}

const WHOLE_SECONDS = '2006-01-02T15:04:05Z07:00';
const MILLISECONDS = '2006-01-02T15:04:05.000Z07:00';
const NANOSECONDS = '2006-01-02T15:04:05.999999999Z07:00';

/** Years beyond 9999, for which RFC 3339 has no form, take that of ECMAScript, in UTC. */
function rfc3339Text(date: Timestamp): string {
  const moment = momentOf(date);
  if (moment.year < 0 || moment.year > 9999) return new Date(date.getTime()).toISOString();
  // RFC 3339 has no seconds in an offset.
  if (moment.offset % 60 !== 0) return rfc3339Text(new Timestamp(date.getTime(), date.submilliseconds, UTC));
  if (moment.nanosecond === 0) return layoutOf(WHOLE_SECONDS).print(moment);
  return layoutOf(date.submilliseconds === 0 ? MILLISECONDS : NANOSECONDS).print(moment);
}
