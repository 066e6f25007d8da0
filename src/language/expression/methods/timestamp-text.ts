import { timestampText } from '../../../core/scalar-text.ts';
import { layoutOf } from '../../time/layout.ts';
import { UTC } from '../../time/time-zone.ts';
import { momentOf } from '../../time/timestamp.ts';
import { inZone } from '../../time/timestamp-arithmetic.ts';
import { TEXT } from '../builtins/arguments.ts';
import { layoutArgument, ZONE, zoneArgument } from './arguments.ts';
import type { Method } from './method.ts';
import { timestampMethod } from './timestamp-method.ts';

/** How a timestamp is shown: its text and its zone. */
export const TIMESTAMP_TEXT: readonly Method<Date>[] = [
  timestampMethod({
    name: 'Format',
    summary:
      'The text in a layout, which shows how the reference moment Mon Jan 2 15:04:05 2006 -0700 MST is written. Where a zone has no abbreviation, MST prints its offset.',
    parameters: [{ name: 'layout', accepts: TEXT }],
    returns: 'string',
    call: (date, [layout], fail, evaluation) => {
      const text = layoutOf(layoutArgument(layout, fail)).print(momentOf(date));
      evaluation.takeText(text.length, fail);
      return text;
    },
    examples: [
      { expression: 'date("2024-03-05").Format("02/01/2006")', value: '05/03/2024' },
      {
        expression: 'date("2024-03-05 15:04:05").Format("Monday, January 2 at 3:04 PM")',
        value: 'Tuesday, March 5 at 3:04 PM',
      },
      {
        expression: 'date("2024-07-05 12:00:00").In(timezone("Europe/Paris")).Format("15:04 MST -07:00")',
        value: '14:00 CEST +02:00',
      },
    ],
  }),
  timestampMethod({
    name: 'String',
    summary: 'The text in RFC 3339, in the zone of the timestamp.',
    parameters: [],
    returns: 'string',
    call: (date, _, fail, evaluation) => {
      const text = timestampText(date);
      evaluation.takeText(text.length, fail);
      return text;
    },
    examples: [
      { expression: 'date("2024-03-05").String()', value: '2024-03-05T00:00:00Z' },
      {
        expression: 'date("2024-03-05 08:30:00.5", "2006-01-02 15:04:05", "Europe/Paris").String()',
        value: '2024-03-05T08:30:00.500+01:00',
      },
    ],
  }),
  timestampMethod({
    name: 'In',
    summary: 'The same instant, shown in another zone.',
    parameters: [{ name: 'zone', accepts: ZONE }],
    returns: 'timestamp',
    call: (date, [zone], fail) => inZone(date, zoneArgument(zone, 'In', fail)),
    examples: [
      {
        expression: 'date("2024-07-05 12:00:00").In(timezone("Europe/Paris"))',
        value: '2024-07-05T14:00:00+02:00',
      },
      { expression: 'date("2024-07-05 12:00:00").In("Asia/Kolkata")', value: '2024-07-05T17:30:00+05:30' },
    ],
  }),
  timestampMethod({
    name: 'UTC',
    summary: 'The same instant, shown in UTC.',
    parameters: [],
    returns: 'timestamp',
    call: (date) => inZone(date, UTC),
    examples: [{ expression: 'date("2024-07-05T14:00:00+02:00").UTC()', value: '2024-07-05T12:00:00Z' }],
  }),
];
