import { expect, test } from 'vitest';
import { checkIntegrity, formatChecksums, parseChecksums, sha256 } from './integrity.ts';

// SHA-512 and SHA-256 of "abc" (FIPS 180-2, appendices C.1 and B.1).
const ABC_512 =
  'sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==';
const ABC_256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

test('bytes that belong to an integrity value pass', () => {
  expect(() => checkIntegrity(Buffer.from('abc'), ABC_512, 'the file')).not.toThrow();
});

test('other bytes are refused with both values', () => {
  expect(() => checkIntegrity(Buffer.from('abd'), ABC_512, 'npm package x@1')).toThrow(
    /npm package x@1 is not what it should be: expected sha512-3a81oZ.*, got sha512-/,
  );
});

test.each(['sha1-qZk+NkcGgWq6PiVxeFDCbJzQ2J0=', '', 'sha512-', `${ABC_512} sha1-x`])(
  'an integrity value that is not one SHA-512 is refused: "%s"',
  (value) => {
    expect(() => checkIntegrity(Buffer.from('abc'), value, 'x')).toThrow(/not a SHA-512 value/);
  },
);

test('checksums are written sorted and read back', () => {
  const sums = new Map([
    ['b.exe', sha256('b')],
    ['a', sha256('abc')],
  ]);
  const text = formatChecksums(sums);
  expect(text.split('\n')[0]).toBe(`${ABC_256}  a`);
  expect(text.split('\n')).toHaveLength(3);
  expect(parseChecksums(text)).toEqual(sums);
});

test('a list of checksums may mark binary files and hold names with a folder', () => {
  const text = `${ABC_256} *win-x64/node.exe\r\nnot a checksum\n${ABC_256}  node.tar.gz\n`;
  expect([...parseChecksums(text).keys()]).toEqual(['win-x64/node.exe', 'node.tar.gz']);
});
