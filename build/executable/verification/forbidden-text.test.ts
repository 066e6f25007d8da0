import { describe, expect, it } from 'vitest';
import { verifyForbiddenText } from './forbidden-text.ts';

describe('verifyForbiddenText', () => {
  const around = (encoding: 'utf8' | 'utf16le', before: number) =>
    Buffer.concat([Buffer.alloc(before, 0x20), Buffer.from('/home/anna/projét', encoding), Buffer.alloc(9)]);

  it.each([
    ['utf8', 4],
    ['utf8', 5],
    ['utf16le', 4],
    ['utf16le', 5],
  ] as const)('finds a text in %s at offset %i', (encoding, at) => {
    expect(verifyForbiddenText(around(encoding, at), ['absent', 'projét', '/home/anna'])).toEqual([
      expect.stringContaining(`"projét" at offset 0x`),
      `forbidden text "/home/anna" at offset 0x${at} (${encoding})`,
    ]);
  });

  it('finds nothing where there is nothing', () => {
    expect(verifyForbiddenText(around('utf8', 0), ['/home/annabel', '/HOME/anna'])).toEqual([]);
    expect(verifyForbiddenText(around('utf8', 0), [])).toEqual([]);
  });

  it('refuses an empty text, which occurs everywhere', () => {
    expect(() => verifyForbiddenText(Buffer.alloc(1), [''])).toThrow(RangeError);
  });
});
