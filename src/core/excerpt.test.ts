import { describe, expect, it } from 'vitest';
import { excerptOf } from './excerpt.ts';

const SIZE = { width: 10, before: 6 };
const LINE = 'abcdefghijklmnopqrstuvwxyz';

describe('excerptOf', () => {
  it.each([
    ['short', 2, 'sh', 'ort'],
    ['short', 5, 'short', ''],
    ['', 0, '', ''],
    [LINE, 0, '', 'abcdefghij...'],
    [LINE, 6, 'abcdef', 'ghij...'],
    [LINE, 12, '...ghijkl', 'mnop...'],
    [LINE, 25, '...qrstuvwxy', 'z'],
    [LINE, 26, '...qrstuvwxyz', ''],
    ['\u{1f600}'.repeat(20), 20, '...'.concat('\u{1f600}'.repeat(6)), `${'\u{1f600}'.repeat(4)}...`],
  ])('of %j at %d shows %j and %j', (line, caret, before, after) => {
    expect(excerptOf(line, caret, SIZE)).toEqual({ before, after });
  });
});
