import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatLicences, isLicenceFile, packageFolders, readPackageLicence } from './licences.ts';

test('the packages of a bundle are found by the paths of its inputs', () => {
  const inputs = [
    'src/main.ts',
    'node_modules/got/dist/index.js',
    'node_modules/got/dist/core.js',
    'node_modules/@scope/a/index.js',
    'node_modules/got/node_modules/b/c.js',
    'lazy-library:got',
  ];
  expect(packageFolders(inputs)).toEqual([
    'node_modules/@scope/a',
    'node_modules/got',
    'node_modules/got/node_modules/b',
  ]);
});

test.each([
  ['LICENSE', true],
  ['license.md', true],
  ['LICENCE.txt', true],
  ['LICENSE-MIT', true],
  ['COPYING', true],
  ['NOTICE', true],
  ['license.js', false],
  ['licenses', false],
  ['README.md', false],
])('%s is a licence file: %s', (name, expected) => {
  expect(isLicenceFile(name)).toBe(expected);
});

test('a package is read with all its licence texts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'licences-'));
  try {
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'package.json'), '{"name":"a","version":"1.0.0","license":"MIT"}');
    writeFileSync(join(folder, 'NOTICE'), 'notice\r\n');
    writeFileSync(join(folder, 'LICENSE'), 'text');
    expect(await readPackageLicence(folder)).toEqual({
      name: 'a',
      version: '1.0.0',
      declared: 'MIT',
      texts: ['text', 'notice\n'],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the text begins with Node's licence and lists every version of a package once", () => {
  const a = { name: 'a', version: '1.0.0', declared: 'MIT', texts: ['text of a'] };
  const text = formatLicences({ version: '22.23.2', text: 'node text' }, [
    { name: 'b', version: '2.0.0', declared: 'ISC', texts: [] },
    a,
    a,
  ]);
  expect(text.split('\n').filter((line) => /^(Node\.js|a|b) /.test(line))).toEqual([
    'Node.js 22.23.2',
    'a 1.0.0 (MIT)',
    'b 2.0.0 (ISC)',
  ]);
  expect(text).toContain('node text\n');
  expect(text.split('text of a')).toHaveLength(2);
  expect(text).toContain('The package holds no licence text.');
});
