import { describe, expect, it } from 'vitest';
import type { Value } from '../../../../core/record.ts';
import { TRANSFORM_OPERATIONS, type TransformName } from './operations.ts';
import type { PresentValue, TransformOperation, TransformSettings } from './transform.ts';

async function apply(name: TransformName, settings: TransformSettings, value: PresentValue): Promise<Value> {
  const operation: TransformOperation = TRANSFORM_OPERATIONS[name];
  return (await operation.compile(settings))(value);
}

const NOON = new Date('2026-03-04T12:30:45.678Z');
const KINDS: readonly [kind: string, value: PresentValue][] = [
  ['string', 'text'],
  ['number', 7],
  ['boolean', true],
  ['array', [1]],
  ['object', { a: 1 }],
  ['timestamp', NOON],
];

describe('values that an operation has no use for pass unchanged', () => {
  const untouched: readonly [TransformName, TransformSettings, kinds: string][] = [
    ['trim', {}, 'number boolean array object timestamp'],
    ['lowercase', {}, 'number boolean array object timestamp'],
    ['uppercase', {}, 'number boolean array object timestamp'],
    ['replace', { pattern: '.' }, 'number boolean array object timestamp'],
    ['split', {}, 'number boolean array object timestamp'],
    ['join', {}, 'string number boolean object timestamp'],
    ['dateFormat', {}, 'number boolean array object'],
    ['toString', {}, 'string'],
    ['toFloat', {}, 'number'],
    ['toBool', {}, 'boolean'],
    ['toArray', {}, 'array'],
    ['toObject', {}, 'object'],
  ];
  const cases = untouched.flatMap(([name, settings, kinds]) =>
    KINDS.filter(([kind]) => kinds.split(' ').includes(kind)).map(
      ([kind, value]) => [name, kind, settings, value] as const,
    ),
  );
  it.each(cases)('%s of a %s', async (name, _, settings, value) => {
    expect(await apply(name, settings, value)).toBe(value);
  });
});

describe('what an operation makes of a value', () => {
  it.each<[TransformName, TransformSettings, PresentValue, Value]>([
    ['trim', {}, ' \u00a0\ta b\u2003\n', 'a b'],
    ['lowercase', {}, 'ÀBC', 'àbc'],
    ['uppercase', {}, 'straße', 'STRASSE'],
    ['split', {}, ' a , b ,,c', ['a', 'b', '', 'c']],
    ['split', {}, '', ['']],
    ['split', { separator: '' }, 'a,b', ['a', 'b']],
    ['split', { separator: '.' }, 'a.b.', ['a', 'b', '']],
    ['split', { separator: ' and ' }, 'a and b', ['a', 'b']],
    ['join', { separator: '|' }, ['a', 1, true], 'a|1|true'],
    ['join', {}, [], ''],
    ['join', { separator: '' }, ['a', 'b'], 'a,b'],
    ['join', {}, [null, 1234567, 2n ** 60n, [1], { a: 'b' }], ',1234567,1152921504606846976,[1],{"a":"b"}'],
    ['replace', { pattern: '(?P<d>\\d+)', replacement: '<${d}>' }, 'a12b', 'a<12>b'],
    ['replace', { pattern: '(?i)X', replacement: '-' }, 'axXb', 'a--b'],
    ['replace', { pattern: '(a)', replacement: '$1x' }, 'aba', 'b'],
    ['replace', { pattern: '\\D' }, '+33 6', '336'],
    ['replace', { pattern: 'a*', replacement: '-' }, 'baaac', '-b-c-'],
    ['dateFormat', { format: 'DD/MM/YYYY' }, '2026-03-04', '04/03/2026'],
    ['dateFormat', { format: 'HH:mm:ss' }, '2026-03-04T05:06:07+02:00', '05:06:07'],
    ['dateFormat', { format: '2006-01-02' }, '2026-03-04T05:06:07', '2026-03-04'],
    ['dateFormat', {}, '2026-03-04', '2026-03-04T00:00:00'],
    ['dateFormat', { format: '' }, NOON, '2026-03-04T12:30:45'],
    [
      'dateFormat',
      { format: 'YYYY-MM-DDTHH:mm:ss.SSSZ' },
      '2026-03-04T05:06:07.1239Z',
      '2026-03-04T05:06:07.123Z',
    ],
    ['toString', {}, 7, '7'],
    ['toString', {}, 98.5, '98.5'],
    ['toString', {}, true, 'true'],
    ['toString', {}, 9001, '9001'],
    ['toString', {}, 12345678, '12345678'],
    ['toString', {}, 0.00001, '0.00001'],
    ['toString', {}, 2n ** 60n, '1152921504606846976'],
    ['toString', {}, [1, 'a', null], '[1,"a",null]'],
    ['toString', {}, { b: 1, a: [] }, '{"b":1,"a":[]}'],
    ['toString', {}, NOON, '2026-03-04T12:30:45Z'],
    ['toString', {}, new Date('1969-12-31T23:59:58.5Z'), '1969-12-31T23:59:58Z'],
    ['join', {}, [NOON, 7], '2026-03-04T12:30:45Z,7'],
    ['toInt', {}, '+5', 5],
    ['toInt', {}, ' 42 ', 42],
    ['toInt', {}, '007', 7],
    ['toInt', {}, '-0', 0],
    ['toInt', {}, 42.0, 42],
    ['toInt', {}, -0, 0],
    ['toInt', {}, true, 1],
    ['toInt', {}, false, 0],
    ['toInt', {}, '9007199254740993', 9007199254740993n],
    ['toInt', {}, '-9223372036854775808', -9223372036854775808n],
    ['toInt', {}, 2n ** 60n, 2n ** 60n],
    ['toInt', {}, 2 ** 60, 2n ** 60n],
    ['toFloat', {}, ' 98.5 ', 98.5],
    ['toFloat', {}, '.5', 0.5],
    ['toFloat', {}, '5.', 5],
    ['toFloat', {}, '-1.5e3', -1500],
    ['toFloat', {}, true, 1],
    ['toFloat', {}, 2n ** 60n, 2n ** 60n],
    ['toBool', {}, 'T', true],
    ['toBool', {}, ' 1 ', true],
    ['toBool', {}, 'False', false],
    ['toBool', {}, 'f', false],
    ['toBool', {}, 0, false],
    ['toBool', {}, 0n, false],
    ['toBool', {}, 2, true],
    ['toArray', {}, 'v', ['v']],
    ['toArray', {}, { a: 1 }, [{ a: 1 }]],
  ])('%s %j of %o', async (name, settings, value, expected) => {
    expect(await apply(name, settings, value)).toEqual(expected);
  });
});

describe('values that an operation fails on', () => {
  it.each<[TransformName, PresentValue, reason: string]>([
    ['toInt', '', 'cannot parse int from string of length 0: invalid syntax'],
    ['toInt', '4.0', 'cannot parse int from string of length 3: invalid syntax'],
    ['toInt', '1e3', 'cannot parse int from string of length 3: invalid syntax'],
    ['toInt', '1_000', 'cannot parse int from string of length 5: invalid syntax'],
    ['toInt', '0x10', 'cannot parse int from string of length 4: invalid syntax'],
    ['toInt', '9999999999999999999999', 'cannot parse int from string of length 22: value out of range'],
    ['toInt', 1.5, 'cannot convert float with fractional part to int: 1.5'],
    ['toInt', Number.NaN, 'cannot convert float with fractional part to int: NaN'],
    ['toInt', Number.POSITIVE_INFINITY, 'cannot convert number to int: value out of range'],
    ['toInt', 1e20, 'cannot convert number to int: value out of range'],
    ['toInt', 2n ** 63n, 'cannot convert number to int: value out of range'],
    ['toInt', [], 'cannot convert array to int'],
    ['toInt', {}, 'cannot convert object to int'],
    ['toInt', NOON, 'cannot convert timestamp to int'],
    ['toFloat', '', 'cannot parse float from string of length 0: invalid syntax'],
    ['toFloat', '1,5', 'cannot parse float from string of length 3: invalid syntax'],
    ['toFloat', 'inf', 'cannot parse float from string of length 3: invalid syntax'],
    ['toFloat', 'NaN', 'cannot parse float from string of length 3: invalid syntax'],
    ['toFloat', '1e400', 'cannot parse float from string of length 5: value out of range'],
    ['toFloat', Number.NaN, 'cannot convert number to float: value out of range'],
    ['toFloat', [1], 'cannot convert array to float'],
    ['toFloat', {}, 'cannot convert object to float'],
    ['toBool', 'yes', 'cannot parse bool from string of length 3: invalid syntax'],
    ['toBool', 'tRUE', 'cannot parse bool from string of length 4: invalid syntax'],
    ['toBool', '', 'cannot parse bool from string of length 0: invalid syntax'],
    ['toBool', {}, 'cannot convert object to bool'],
    ['toBool', [], 'cannot convert array to bool'],
    ['toObject', 'x', 'cannot convert string to object'],
    ['toObject', 5, 'cannot convert number to object'],
    ['toObject', [], 'cannot convert array to object'],
    ['toObject', NOON, 'cannot convert timestamp to object'],
    ['dateFormat', 'soon', 'could not parse date: string of length 4'],
    ['dateFormat', '', 'could not parse date: string of length 0'],
    ['dateFormat', '2026-02-30', 'could not parse date: string of length 10'],
    ['dateFormat', '2026-03-04 05:06:07', 'could not parse date: string of length 19'],
    ['dateFormat', new Date(Number.NaN), 'could not parse date: invalid timestamp'],
  ])('%s of %o', async (name, value, reason) => {
    await expect(apply(name, {}, value)).rejects.toThrow(new Error(reason));
  });

  it('tells conversions from other transforms', () => {
    const codes = Object.entries(TRANSFORM_OPERATIONS).map(([name, { failureCode }]) => [name, failureCode]);
    expect(Object.fromEntries(codes)).toEqual({
      trim: 'TRANSFORM_FAILED',
      lowercase: 'TRANSFORM_FAILED',
      uppercase: 'TRANSFORM_FAILED',
      dateFormat: 'TRANSFORM_FAILED',
      replace: 'TRANSFORM_FAILED',
      split: 'TRANSFORM_FAILED',
      join: 'TRANSFORM_FAILED',
      toString: 'TYPE_CONVERSION',
      toInt: 'TYPE_CONVERSION',
      toFloat: 'TYPE_CONVERSION',
      toBool: 'TYPE_CONVERSION',
      toArray: 'TYPE_CONVERSION',
      toObject: 'TYPE_CONVERSION',
    });
  });
});
