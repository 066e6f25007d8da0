import { expect, test } from 'vitest';
import { productInformation } from './product-information.ts';

test.each([
  ['1.2.3', '1.2.3'],
  ['1.2.3-4-g0123456789ab-dirty', '1.2.3-4-g0123456789ab-dirty'],
  ['dev', '0.1.0-dev'],
  ['nightly', '0.1.0-nightly'],
  ['1.2', '0.1.0-1.2'],
])('version %s is shown as %s', (version, shown) => {
  const source = { version, commit: 'abc', buildDate: '2031-05-06T00:00:00Z' };
  expect(productInformation(source, '0.1.0')).toEqual({ version: shown, commit: 'abc', year: 2031 });
});

test('a build without a date has a year all the same', () => {
  const source = { version: 'dev', commit: 'unknown', buildDate: 'unknown' };
  expect(productInformation(source, '0.1.0').year).toBe(2026);
});
