import { expect, test } from 'vitest';
import { isPackageSpecifier, libraryAsset } from './lazy-libraries.ts';

test.each([
  ['got', true],
  ['yargs/helpers', true],
  ['@scope/name', true],
  ['js-yaml', true],
  ['node:fs', false],
  ['fs', false],
  ['fs/promises', false],
  ['./module.ts', false],
  ['../module.ts', false],
  ['/absolute', false],
  ['#internal', false],
])('%s names a package: %s', (specifier, expected) => {
  expect(isPackageSpecifier(specifier)).toBe(expected);
});

test('an asset is called after the package', () => {
  expect(libraryAsset('@scope/name/part')).toBe('lib/@scope/name/part.js');
});
