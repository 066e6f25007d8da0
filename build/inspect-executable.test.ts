import { expect, test } from 'vitest';
import { platformOf } from './inspect-executable.ts';

test.each([
  [[0x7f, 0x45, 0x4c, 0x46], 'linux'],
  [[0xcf, 0xfa, 0xed, 0xfe], 'darwin'],
  [[0x4d, 0x5a, 0x90, 0x00], 'windows'],
  [[0x4d, 0x5a], 'windows'],
  [[0x23, 0x21, 0x2f, 0x62], undefined],
  [[0x7f], undefined],
  [[], undefined],
])('a file that begins with %j is for %s', (bytes, platform) => {
  expect(platformOf(Buffer.from(bytes))).toBe(platform);
});
