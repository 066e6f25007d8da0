import { expect, it } from 'vitest';
import { Duration, durationText } from './duration.ts';

it.each([
  [0, '0s'],
  [1, '1ns'],
  [1500, '1.5µs'],
  [250e6, '250ms'],
  [1.5e9, '1.5s'],
  [30e9, '30s'],
  [60e9, '1m0s'],
  [3661.25e9, '1h1m1.25s'],
  [-2e9, '-2s'],
])('%d ns reads %s', (nanoseconds, text) => {
  expect(durationText(new Duration(nanoseconds))).toBe(text);
});

it('is whole nanoseconds in JSON', () => {
  expect(JSON.stringify({ duration: Duration.ofMilliseconds(250.0000004) })).toBe('{"duration":250000000}');
});
