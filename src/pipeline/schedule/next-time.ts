import type { CronFields } from './cron-expression.ts';

/** Seconds east of UTC that a zone's clocks show at an instant, given in seconds since 1970. */
export type OffsetAt = (epochSeconds: number) => number;

const DAY = 86_400;
/** Offsets change at multiples of this many seconds since 1970 in every zone. */
const QUARTER = 900;
/** The 29th of February can be eight years away. */
const HORIZON = 9 * 366 * DAY;

/**
 * The first second after an instant at which the fields fit the zone's clocks. A time of day that a change of the
 * clocks leaves out does not come that day; one that it repeats comes twice.
 *
 * @param after seconds since 1970
 * @returns seconds since 1970; `undefined` when there is none within nine years
 */
export function nextCronTime(fields: CronFields, after: number, offsetAt: OffsetAt): number | undefined {
  const offsets = cachedOffsets(offsetAt);
  const start = Math.floor(after) + 1;
  let time = start;
  while (time <= start + HORIZON) {
    const offset = offsets(time);
    const local = time + offset;
    const date = new Date(local * 1000);
    if (!fields.months.has(date.getUTCMonth() + 1) || !fitsDay(fields, date)) {
      time = nextMidnight(local, offset, offsets);
    } else if (!fields.hours.has(date.getUTCHours())) {
      time += QUARTER - remainder(local, QUARTER);
    } else if (!fields.minutes.has(date.getUTCMinutes())) {
      time += 60 - remainder(local, 60);
    } else if (!fields.seconds.has(date.getUTCSeconds())) {
      time += 1;
    } else {
      return time;
    }
  }
  return undefined;
}

function fitsDay({ daysOfMonth, daysOfWeek, eitherDay }: CronFields, date: Date): boolean {
  const fitsMonthDay = daysOfMonth.has(date.getUTCDate());
  const fitsWeekDay = daysOfWeek.has(date.getUTCDay());
  return eitherDay ? fitsMonthDay || fitsWeekDay : fitsMonthDay && fitsWeekDay;
}

/** The first instant of the next day on the zone's clocks, at most one change of which lies in between. */
function nextMidnight(local: number, offset: number, offsetAt: OffsetAt): number {
  const midnight = (Math.floor(local / DAY) + 1) * DAY;
  const unchanged = midnight - offset;
  const changed = midnight - offsetAt(unchanged);
  // Where the change leaves midnight out, the day starts at the instant of the change.
  return changed + offsetAt(changed) === midnight ? changed : unchanged;
}

function cachedOffsets(offsetAt: OffsetAt): OffsetAt {
  let quarter = Number.NaN;
  let offset = 0;
  return (time) => {
    const current = Math.floor(time / QUARTER);
    if (current !== quarter) {
      quarter = current;
      offset = offsetAt(time);
    }
    return offset;
  };
}

function remainder(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
