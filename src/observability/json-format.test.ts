import { expect, it } from 'vitest';
import { Duration } from '../core/duration.ts';
import { formatJson } from './json-format.ts';
import type { LogFields } from './logger.ts';

const TIME = new Date('2026-03-04T05:06:07.089Z');

function line(message: string, fields: LogFields): string {
  return formatJson({ time: TIME, level: 'INFO', message, fields });
}

it('is compact, with time, level and msg before the fields in their order', () => {
  expect(line('output send completed', { trace_id: 't', records_sent: 3, endpoint: 'https://a/x' })).toBe(
    '{"time":"2026-03-04T05:06:07.089Z","level":"INFO","msg":"output send completed",' +
      '"trace_id":"t","records_sent":3,"endpoint":"https://a/x"}',
  );
});

it.each([
  ['a duration as whole nanoseconds', new Duration(250_000_000.4), '250000000'],
  ['a large integer with all its digits', 9007199254740993n, '9007199254740993'],
  ['a boolean', false, 'false'],
  ['a fraction', 0.5, '0.5'],
  ['a number that JSON lacks as null', Number.NaN, 'null'],
  ['a date in RFC 3339', TIME, '"2026-03-04T05:06:07.089Z"'],
  ['an invalid date as empty text', new Date(Number.NaN), '""'],
  ['a list', ['a', 1], '["a",1]'],
  ['a map sorted by key', { validation: 1, network: 2 }, '{"network":2,"validation":1}'],
  ['line breaks and quotes escaped', 'a\n"b"\u001b\u2028', JSON.stringify('a\n"b"\u001b\u2028')],
])('prints %s', (_what, value, json) => {
  expect(line('m', { value })).toBe(
    `{"time":"2026-03-04T05:06:07.089Z","level":"INFO","msg":"m","value":${json}}`,
  );
});

it('leaves absent fields out and stays one line whatever the text', () => {
  const text = line('first\nsecond', { absent: undefined, error: 'a\r\nb' });
  expect(text).not.toMatch(/[\r\n]/);
  expect(Object.keys(JSON.parse(text))).toEqual(['time', 'level', 'msg', 'error']);
});
