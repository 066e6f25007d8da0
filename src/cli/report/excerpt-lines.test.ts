import { describe, expect, it } from 'vitest';
import { excerptLines } from './excerpt-lines.ts';

describe('the lines of an excerpt', () => {
  it.each([
    ['a > > b', 4, '| a > > b', '| ....^'],
    ['a ==', 4, '| a ==', '| ....^'],
    ['', 0, '|', '| ^'],
    ['"😀é" + ', 6, '| "😀é" +', '| .....^'],
    ['\ta\u001b[2J > > b', 9, '| \\ta\\u001b[2J > > b', '| ...............^'],
  ])('of %j at %d', (line, caret, source, pointer) => {
    expect(excerptLines({ line, caret })).toEqual([source, pointer]);
  });

  it.each([
    ['the beginning', 0, `| ${'x'.repeat(72)}...`, `| ^`],
    ['the middle', 100, `| ...${'x'.repeat(72)}...`, `| ${'.'.repeat(51)}^`],
    ['the end', 200, `| ...${'x'.repeat(72)}`, `| ${'.'.repeat(75)}^`],
  ])('show of a long line %s only, when the mistake is there', (_part, caret, source, pointer) => {
    expect(excerptLines({ line: 'x'.repeat(200), caret })).toEqual([source, pointer]);
  });

  it('never show the mistake outside the part', () => {
    const line = Array.from({ length: 200 }, (_, index) => String.fromCodePoint(0x1f300 + index)).join('');
    for (let index = 0; index < 200; index += 1) {
      const [source, pointer] = excerptLines({ line, caret: index * 2 });
      expect([...source][pointer.length - 1]).toBe(String.fromCodePoint(0x1f300 + index));
    }
  });
});
