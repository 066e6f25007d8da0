import { LocatedError } from '../../language/located-error.ts';
import { parseDuration } from '../../language/time/duration-text.ts';
import type { TimeZone } from '../../language/time/time-zone.ts';
import { timeZoneNamed, UnknownZoneError } from '../../language/time/zones.ts';
import { type CronFields, parseCronFields } from './cron-expression.ts';
import { nextCronTime } from './next-time.ts';

/** When a pipeline runs. */
export interface Schedule {
  /** As the author wrote it. */
  readonly text: string;
  /**
   * The first time after an instant, a whole second; `undefined` when there is none within nine years. Intervals
   * count from the instant itself.
   */
  next(after: Date): Date | undefined;
}

/** What the descriptors stand for. */
const DESCRIPTORS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

const ZONE_PREFIX = /^\s*(?:CRON_)?TZ=(\S*)\s*/;
const EVERY = /^@every(?:\s+(.*))?$/s;

/**
 * Reads a schedule: five or six cron fields, a descriptor such as `@daily`, or `@every 1h30m`, in the time zone of
 * the process or after `TZ=<IANA name>`.
 *
 * @throws {LocatedError} that says what is wrong and what may stand there
 */
export function parseSchedule(text: string): Schedule {
  const prefix = ZONE_PREFIX.exec(text);
  const start = prefix?.[0].length ?? text.length - text.trimStart().length;
  const zone = prefix === null ? timeZoneNamed('Local') : zoneNamed(prefix[1] ?? '', text);
  const rest = text.slice(start).trimEnd();
  if (rest === '') {
    const what = prefix === null ? 'the schedule is empty' : 'fields are missing after the time zone';
    throw new LocatedError(`${what}: write five fields such as */5 * * * *`, text, start);
  }
  if (!rest.startsWith('@')) return cronSchedule(text, parseCronFields(text, start), zone, start);
  const every = EVERY.exec(rest);
  if (every !== null) return everySchedule(text, every[1]?.trim() ?? '', start);
  const fields = DESCRIPTORS.get(rest.toLowerCase());
  if (fields === undefined) {
    const known = [...DESCRIPTORS.keys(), '@every <duration>'].join(', ');
    throw new LocatedError(`unknown descriptor "${rest}" (known: ${known})`, text, start);
  }
  return cronSchedule(text, parseCronFields(fields), zone, start);
}

function zoneNamed(name: string, text: string): TimeZone {
  try {
    return timeZoneNamed(name);
  } catch (error) {
    if (!(error instanceof UnknownZoneError)) throw error;
    throw new LocatedError(error.message, text, text.indexOf('TZ=') + 3);
  }
}

function cronSchedule(text: string, fields: CronFields, zone: TimeZone, start: number): Schedule {
  // Which dates exist does not depend on the zone.
  if (nextCronTime(fields, 0, () => 0) === undefined) {
    throw new LocatedError(
      'no date ever fits day of month and month: the schedule would never fire',
      text,
      start,
    );
  }
  return {
    text,
    next: (after) => {
      const seconds = nextCronTime(fields, after.getTime() / 1000, (time) => zone.offsetAt(time * 1000));
      return seconds === undefined ? undefined : new Date(seconds * 1000);
    },
  };
}

function everySchedule(text: string, duration: string, start: number): Schedule {
  const parsed = parseDuration(duration);
  if (typeof parsed === 'string') throw new LocatedError(`@every: ${parsed}`, text, start);
  const seconds = Math.floor(parsed.seconds);
  if (parsed.nanoseconds <= 0) throw new LocatedError('@every: the interval must be positive', text, start);
  const step = Math.max(1, seconds) * 1000;
  return { text, next: (after) => new Date(Math.floor(after.getTime() / 1000) * 1000 + step) };
}
