import { parseDuration } from '../../time/duration-text.ts';
import { readDate, readDateAs } from '../../time/read-date.ts';
import { TimeZone, UTC } from '../../time/time-zone.ts';
import { Timestamp } from '../../time/timestamp.ts';
import { timeZoneNamed } from '../../time/zones.ts';
import type { Fail } from '../evaluation.ts';
import { layoutArgument, ZONE, zoneArgument, zoneOfName } from '../methods/arguments.ts';
import type { ExpressionValue } from '../value.ts';
import { TEXT, textArgument } from './arguments.ts';
import type { FunctionBuiltin } from './builtin.ts';

const SHAPE = { form: 'function', category: 'dates' } as const;

const now: FunctionBuiltin = {
  ...SHAPE,
  name: 'now',
  parameters: [{ name: 'zone', accepts: ZONE, optional: true }],
  summary: 'The current instant, shown in the zone of the process or in the given one.',
  returns: 'timestamp',
  call: (values, fail) => {
    const zone = values.length === 0 ? timeZoneNamed('Local') : zoneArgument(values[0], 'now', fail);
    return new Timestamp(Date.now(), 0, zone);
  },
  examples: [
    { expression: 'now() - now() <= duration("1h")', value: true },
    { expression: 'now() > date("2024-01-01")', value: true },
    { expression: 'now("UTC").Format("MST")', value: 'UTC' },
    {
      expression: 'now("Europe/Pari")',
      error: 'unknown time zone "Europe/Pari", did you mean Europe/Paris?',
    },
  ],
};

const duration: FunctionBuiltin = {
  ...SHAPE,
  name: 'duration',
  parameters: [{ name: 'text', accepts: TEXT }],
  summary:
    'A length of time: numbers with the units ns, us (or µs), ms, s, m and h one after the other, or 0. It is exact to the nanosecond up to 104 days.',
  returns: 'duration',
  call: ([text], fail) => {
    const read = parseDuration(textArgument(text, fail));
    return typeof read === 'string' ? fail(read) : read;
  },
  examples: [
    { expression: 'duration("1h30m")', value: '1h30m0s' },
    { expression: 'duration("-1.5h").Minutes()', value: -90 },
    { expression: 'duration("300ms") * 3', value: '900ms' },
    {
      expression: 'duration("1d")',
      error: 'unknown unit "d" in duration "1d": use ns, us, ms, s, m, h; a day of 24 hours is 24h',
    },
    { expression: 'duration("soon")', error: 'invalid duration "soon"' },
  ],
};

const date: FunctionBuiltin = {
  ...SHAPE,
  name: 'date',
  parameters: [
    { name: 'text', accepts: ['string', 'timezone'] },
    { name: 'layout', accepts: TEXT, optional: true },
    { name: 'zone', accepts: ['timezone', 'string'], optional: true },
  ],
  summary:
    'The timestamp that a text stands for: in the given layout, or in the first that fits of 2006-01-02, 15:04:05, 2006-01-02 15:04:05, RFC 3339, RFC 822, RFC 850 and RFC 1123. The zone of a text that names neither zone nor offset is UTC, or the given one, which may also stand first; an abbreviation that this zone does not use counts as UTC. A time that clocks skip moves forward by the gap, of one they show twice the first is meant.',
  returns: 'timestamp',
  call: (values, fail) => {
    const [first, ...rest] = values;
    if (!(first instanceof TimeZone)) {
      const [text, layout, zone] = values;
      const inZone = zone === undefined ? UTC : zoneArgument(zone, 'date', fail);
      return timestampOf(textArgument(text, fail), layout, inZone, fail);
    }
    if (rest.length === 0) return fail('not enough arguments to call date');
    return timestampOf(textArgument(rest[0], fail), rest[1], first, fail);
  },
  examples: [
    { expression: 'date("2024-03-15")', value: '2024-03-15T00:00:00Z' },
    { expression: 'date("15/03/2024 08:30", "02/01/2006 15:04")', value: '2024-03-15T08:30:00Z' },
    {
      expression: 'date("2024-07-15 08:30:00", "2006-01-02 15:04:05", "Europe/Paris")',
      value: '2024-07-15T08:30:00+02:00',
    },
    {
      expression: 'date(timezone("America/New_York"), "2024-01-15 08:30:00")',
      value: '2024-01-15T08:30:00-05:00',
    },
    {
      expression: 'date("2024-03-01") - date("2024-02-01") == duration("696h")',
      value: true,
    },
    { expression: 'date("2024-02-30")', error: 'invalid date 2024-02-30: day out of range' },
    {
      expression: 'date("15/03/2024")',
      error: 'invalid date 15/03/2024: give its layout as second argument',
    },
    {
      expression: 'date("2024-03-15", "02/01/2006")',
      error: 'invalid date 2024-03-15: does not match the layout "02/01/2006"',
    },
  ],
};

function timestampOf(
  text: string,
  layout: ExpressionValue | undefined,
  zone: TimeZone,
  fail: Fail,
): Timestamp {
  const asText = layout === undefined ? undefined : layoutArgument(layout, fail);
  const read = asText === undefined ? readDate(text, zone) : readDateAs(asText, text, zone);
  if (typeof read !== 'string') return read;
  const mismatch =
    asText === undefined
      ? 'give its layout as second argument'
      : `does not match the layout ${JSON.stringify(asText.slice(0, 60))}`;
  return fail(`invalid date ${text.slice(0, 40)}: ${read === 'does not match' ? mismatch : read}`);
}

const timezone: FunctionBuiltin = {
  ...SHAPE,
  name: 'timezone',
  parameters: [{ name: 'name', accepts: TEXT }],
  summary:
    'The time zone of that name: one of the IANA time zone database, UTC, or Local for the zone of the process.',
  returns: 'timezone',
  call: ([name], fail) => zoneOfName(textArgument(name, fail), fail),
  examples: [
    { expression: 'timezone("Europe/Paris")', value: 'Europe/Paris' },
    {
      expression: 'date("2024-07-15T08:30:00Z").In(timezone("Asia/Tokyo")).Hour()',
      value: 17,
    },
    { expression: 'timezone("CEST")', error: 'unknown time zone "CEST"' },
  ],
};

/** Functions that make timestamps, durations and time zones. */
export const DATE_BUILTINS: readonly FunctionBuiltin[] = [now, duration, date, timezone];
