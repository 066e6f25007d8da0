import { describe, expect, it } from 'vitest';
import { Duration } from '../core/duration.ts';
import { formatHuman } from './human-format.ts';
import type { LogFields, LogLevel } from './logger.ts';

const TIME = new Date(2026, 2, 4, 5, 6, 7);

function line(level: LogLevel, message: string, fields: LogFields = {}, colour = false): string {
  return formatHuman({ time: TIME, level, message, fields }, { colour });
}

describe('the icon', () => {
  it.each([
    ['ERROR', 'stage failed', {}, '✗', 31],
    ['WARN', 'log rotation failed', {}, '⚠', 33],
    ['INFO', 'execution started', {}, 'ℹ', 36],
    ['INFO', 'input fetch Completed', {}, '✓', 32],
    ['INFO', 'retry succeeded', {}, '✓', 32],
    ['INFO', 'execution completed', { status: 'success' }, '✓', 32],
    ['INFO', 'execution completed', { status: 'error' }, '✗', 31],
  ] as const)('of %s "%s" %j is %s', (level, message, fields, symbol, colour) => {
    expect(line(level, message, fields)).toMatch(new RegExp(`^05:06:07 ${symbol} ${message}`));
    expect(line(level, message, fields, true)).toContain(` \u001b[${colour}m${symbol}\u001b[0m ${message}`);
  });

  it('of DEBUG has no colour', () => {
    expect(line('DEBUG', 'state loaded', {}, true)).toBe('05:06:07 · state loaded');
  });
});

describe('values', () => {
  it.each([
    [new Duration(999_000), '999µs'],
    [new Duration(0), '0µs'],
    [new Duration(250.9e6), '250ms'],
    [new Duration(2500e6), '2.50s'],
    [new Duration(90e9), '1.5m'],
    [12, '12'],
    [1234567, '1234567'],
    [12.345, '12.35'],
    [9007199254740993n, '9007199254740993'],
    [true, 'true'],
    ['word', 'word'],
    ['', '""'],
    ['two words', '"two words"'],
    ['say "hi"', '"say \\"hi\\""'],
    ['a=b', '"a=b"'],
    ['first\nsecond', '"first\\nsecond"'],
    ['\u001b[31mred', '\\u001b[31mred'],
    [['a', 1], 'a,1'],
    [{ validation: 1, network: 2 }, 'network:2,validation:1'],
    [new Date(Date.UTC(2026, 2, 4)), '2026-03-04T00:00:00.000Z'],
  ])('%s reads %s', (value, text) => {
    expect(line('DEBUG', 'm', { value })).toBe(`05:06:07 · m value=${text}`);
  });
});

describe('the number of fields', () => {
  const six = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 };

  it('is five below WARN, with a count of the others', () => {
    expect(line('INFO', 'm', { ...six, g: 7, absent: undefined })).toBe(
      '05:06:07 ℹ m a=1 b=2 c=3 d=4 e=5 (+2 more)',
    );
    expect(line('INFO', 'm', { a: 1, b: 2, c: 3, d: 4, e: 5 })).toBe('05:06:07 ℹ m a=1 b=2 c=3 d=4 e=5');
  });

  it('is not used up by what all records of a run share', () => {
    const shared = { trace_id: 't', pipeline_id: 'p', pipeline_name: 'P' };
    expect(line('INFO', 'm', { ...shared, a: 1, b: 2, c: 3, d: 4 })).toBe(
      '05:06:07 ℹ m a=1 b=2 c=3 d=4 trace_id=t (+2 more)',
    );
    expect(line('ERROR', 'm', { ...shared, a: 1 })).toBe(
      '05:06:07 ✗ m a=1 trace_id=t pipeline_id=p pipeline_name=P',
    );
  });

  it('always includes the error and its code', () => {
    expect(line('INFO', 'm', { ...six, error: 'it broke', error_code: 'X' })).toBe(
      '05:06:07 ℹ m a=1 b=2 c=3 d=4 e=5 error="it broke" error_code=X (+1 more)',
    );
  });

  it('is unlimited at WARN and above', () => {
    expect(line('WARN', 'm', { ...six, g: 7 })).toBe('05:06:07 ⚠ m a=1 b=2 c=3 d=4 e=5 f=6 g=7');
  });
});

it('cannot be broken or coloured by a message', () => {
  expect(line('INFO', 'one\n05:06:07 ✓ forged \u001b[2J\u202e')).toBe(
    '05:06:07 ℹ one\\n05:06:07 ✓ forged \\u001b[2J\\u202e',
  );
});
