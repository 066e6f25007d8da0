import { expect, test } from 'vitest';
import { tarArchive, tarHeader } from '../test/helpers/tar-fixture.ts';
import { extractFromTar } from './tar-archive.ts';

const big = Buffer.alloc(1300, 'x');
const long = `${'folder/'.repeat(18)}bin/node`;
const archive = tarArchive({
  'package/package.json': '{}',
  'package/bin/node': big,
  empty: '',
  [long]: 'deep',
});

test('the wanted files are found whole, among others', () => {
  const found = extractFromTar(archive, new Set(['package/bin/node', 'empty', 'absent']));
  expect([...found.keys()]).toEqual(['package/bin/node', 'empty']);
  expect(found.get('package/bin/node')?.equals(big)).toBe(true);
  expect(found.get('empty')).toHaveLength(0);
});

test('a name in two fields is put together', () => {
  expect(long.length).toBeGreaterThan(100);
  expect(
    extractFromTar(archive, new Set([long]))
      .get(long)
      ?.toString(),
  ).toBe('deep');
});

test('a folder or a link of the wanted name is not taken for a file', () => {
  const link = Buffer.concat([tarHeader('node', 0, '2'), Buffer.alloc(1024)]);
  expect(extractFromTar(link, new Set(['node'])).size).toBe(0);
});

test('a damaged header is refused', () => {
  const damaged = Buffer.from(archive);
  damaged[0] = 0x41;
  expect(() => extractFromTar(damaged, new Set(['empty']))).toThrow(
    /header at offset 0 has a wrong checksum/,
  );
});

test('an archive that ends inside a file is refused', () => {
  expect(() => extractFromTar(archive.subarray(0, 2000), new Set(['empty']))).toThrow(/ends inside the file/);
});
