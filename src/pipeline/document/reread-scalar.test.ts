import {
  DEFAULT_SCALAR_STYLE_RULES,
  dump,
  EVENT_ID,
  parseEvents,
  SCALAR_STYLE,
  type ScalarStyle,
  type ScalarStyleRule,
} from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parseDocument } from './read-document.ts';
import { SourceText } from './source-text.ts';

const PATH = ['program'];

/** The document's text value and, for each of its UTF-16 offsets and its end, the line and column in the file. */
async function read(text: string, file = 'p.yaml') {
  const document = await parseDocument(text, file);
  const { program: value } = document.root as { program: string };
  return { value, placeOf: (offset: number) => document.locateInside(PATH, offset) };
}

/** The file with a mark before the place of an offset, for tables that are easy to read. */
async function marked(text: string, offset: number, file?: string): Promise<string> {
  const { line, column } = (await read(text, file)).placeOf(offset);
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  const characters = [...(lines[line - 1] ?? '')];
  characters.splice(column - 1, 0, '⟨here⟩');
  lines[line - 1] = characters.join('');
  return lines.join('');
}

describe('the place of a character of a YAML text', () => {
  it.each<[style: string, value: string, at: string, marked: string]>([
    ['plain', 'a > > b', '> b', 'program: a > ⟨here⟩> b\n'],
    ['plain with blanks and comment', 'a > > b', '> b', 'program:   a > ⟨here⟩> b   # no\n'],
    ['plain with an anchor and a tag', 'a > b', 'a', 'program: &x !!str ⟨here⟩a > b\n'],
    ['plain on the next line', 'a > b', '> b', 'program:\n  a ⟨here⟩> b\n'],
    ['plain on two lines', 'a and b', 'b', 'program: a\n  and ⟨here⟩b\n'],
    ['plain, the space a line break stands for', 'a b', ' b', 'program: a⟨here⟩\n  b\n'],
    ['plain, a line break', 'a\nb', '\nb', 'program: a\n⟨here⟩\n  b\n'],
    ['plain after empty lines', 'a\n\nb', 'b', 'program: a \n\n \n  ⟨here⟩b\n'],
    ['plain in a flow mapping', 'a > b', '> b', '{ program: a ⟨here⟩> b, other: c }\n'],
    ['single-quoted', 'a > b', 'a', "program: '⟨here⟩a > b'\n"],
    ['single-quoted, after a quote', "it's a", 'a', "program: 'it''s ⟨here⟩a'\n"],
    ['single-quoted, a quote', "it's", "'s", "program: 'it⟨here⟩''s'\n"],
    ['single-quoted on two lines', 'a  b c', 'c', "program: 'a  b \n  ⟨here⟩c'\n"],
    ['single-quoted, blank at the end', 'a ', ' ', "program: 'a⟨here⟩ '\n"],
    ['double-quoted', 'a > b', '> b', 'program: "a ⟨here⟩> b"\n'],
    ['double-quoted, after an escape', 'a "b" c', 'c', 'program: "a \\"b\\" ⟨here⟩c"\n'],
    ['double-quoted, an escape', 'a "b', '"b', 'program: "a ⟨here⟩\\"b"\n'],
    ['double-quoted, after numbers', 'éé😀x', 'x', 'program: "\\xe9\\u00e9\\U0001F600⟨here⟩x"\n'],
    ['double-quoted, a large number', '😀x', '😀', 'program: "⟨here⟩\\U0001F600x"\n'],
    ['double-quoted, after an escaped break', 'ab c', 'c', 'program: "a\\\n   b ⟨here⟩c"\n'],
    ['double-quoted, blanks kept by an escape', 'a  b', 'b', 'program: "a \\\n   \\ ⟨here⟩b"\n'],
    ['double-quoted, after a folded break', 'a b', 'b', 'program: "a  \n  \t⟨here⟩b"\n'],
    ['literal', 'a\nb > c\n', '> c', 'program: |\n  a\n  b ⟨here⟩> c\n'],
    ['literal, a line break', 'a\nb\n', '\nb', 'program: |\n  a⟨here⟩\n  b\n'],
    ['literal, indented more', 'a\n  b\n', 'b', 'program: |\n  a\n    ⟨here⟩b\n'],
    ['literal, indentation told', ' a\nb\n', 'b', 'program: |2\n   a\n  ⟨here⟩b\n'],
    ['literal, stripped', 'a\n\nb', 'b', 'program: |-\n    a\n\n    ⟨here⟩b\n\n\n'],
    ['literal, an empty line', 'a\n\nb\n', '\nb', 'program: |+\n  a\n⟨here⟩\n  b\nother: c\n'],
    ['literal after empty lines', '\n\na', 'a', 'program: |-\n\n \n  ⟨here⟩a\n'],
    ['literal with CRLF', 'a\nb\n', 'b', 'program: |\r\n  a\r\n  ⟨here⟩b\r\n'],
    ['literal at the end of the file', 'a\nb', 'b', 'program: |-\n  a\n  ⟨here⟩b'],
    ['literal in a list', 'a\nb\n', 'b', 'program: |\n      a\n      ⟨here⟩b\nother: c\n'],
    ['folded', 'a b > c\n', '> c', 'program: >\n  a\n  b ⟨here⟩> c\n'],
    ['folded, the space a line break stands for', 'a b\n', ' b', 'program: >\n  a⟨here⟩\n  b\n'],
    ['folded, paragraphs', 'a\nb c\n', 'c', 'program: >\n  a\n\n  b\n  ⟨here⟩c\n'],
    ['folded, indented more', 'a\n  b\nc\n', 'c', 'program: >\n  a\n    b\n  ⟨here⟩c\n'],
    ['folded and stripped, with a comment', 'a b', 'b', 'program: >- # no\n  a\n  ⟨here⟩b\n\n'],
  ])('%s', async (_style, value, at, expected) => {
    const text = expected.replace('⟨here⟩', '');
    expect((await read(text)).value).toBe(value);
    expect(await marked(text, value.indexOf(at))).toBe(expected);
  });

  it.each([
    ['plain', 'program: a ==⟨here⟩   # no\n'],
    ['quoted', 'program: "a ==⟨here⟩"\n'],
    ['quoted, with a line break', 'program: "a ==⟨here⟩\\n"\n'],
    ['quoted, with an escape', 'program: "a \\"⟨here⟩"\n'],
    ['literal', 'program: |\n  a ==⟨here⟩\nother: b\n'],
    ['literal, kept', 'program: |+\n  a ==⟨here⟩\n\n\nother: b\n'],
    ['folded', 'program: >\n  a\n  ==⟨here⟩\n'],
  ])('at its end is after the last character that is not a line break: %s', async (_style, expected) => {
    const text = expected.replace('⟨here⟩', '');
    const { value } = await read(text);
    expect(await marked(text, value.length)).toBe(expected);
  });

  it.each([
    ['an empty text', 'program: ""\n', 0, { line: 1, column: 10 }],
    ['nothing but line breaks', 'program: |+\n\n\n', 5, { line: 1, column: 10 }],
    ['a number', 'program: 12\n', 1, { line: 1, column: 10 }],
    ['a list', 'program: [a]\n', 1, { line: 1, column: 10 }],
  ])('is that of the value when it holds no characters: %s', async (_what, text, offset, place) => {
    expect((await read(text)).placeOf(offset)).toEqual(place);
  });

  it('is that of the nearest ancestor when the value is not there', async () => {
    const document = await parseDocument('input:\n  a: 1\n', 'p.yaml');
    expect(document.locateInside(['input', 'b'], 3)).toEqual({ line: 2, column: 3 });
  });

  it('is in the anchored text for an alias', async () => {
    const document = await parseDocument('a: &x one two\nb: *x\n', 'p.yaml');
    expect(document.locateInside(['b'], 4)).toEqual({ line: 1, column: 11 });
  });
});

describe('the place of a character of a JSON text', () => {
  it.each([
    ['a > b', '> b', '{"program": "a ⟨here⟩> b"}'],
    ['a', 'a', '{\n  "program": "⟨here⟩a"\n}'],
    ['"\\/\n\té😀x', 'x', '{"program": "\\"\\\\\\/\\n\\t\\u00e9\\ud83d\\ude00⟨here⟩x"}'],
    ['a\nb', '\n', '{"program": "a⟨here⟩\\nb"}'],
  ])('%j at %j', async (value, at, expected) => {
    const text = expected.replace('⟨here⟩', '');
    expect((await read(text, 'p.json')).value).toBe(value);
    expect(await marked(text, value.indexOf(at), 'p.json')).toBe(expected);
  });
});

/** Numbers that are the same in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Characters that styles must escape, fold or keep apart; each letter of the text is another one. */
const SPECIAL = [
  ' ',
  ' ',
  '  ',
  '\n',
  '\n',
  '\n\n',
  "'",
  '"',
  '\\',
  '#',
  ' #',
  ': ',
  '\t',
  '😀',
  'é',
  '\n  ',
  '\n\t',
  '{',
  '%',
];
const FIRST_LETTER = 0x4e00;

function randomText(random: (below: number) => number): string {
  let text = '';
  for (let index = 0; index < 1 + random(12); index += 1) {
    text += random(3) === 0 ? SPECIAL[random(SPECIAL.length)] : '';
    for (let count = random(5); count >= 0; count -= 1) {
      text += String.fromCharCode(FIRST_LETTER + index * 10 + count) + (random(3) === 0 ? ' ' : '');
    }
    text += random(2) === 0 ? SPECIAL[random(SPECIAL.length)] : '';
  }
  return text + ['', '', '\n', '\n\n\n'][random(4)];
}

/** Every letter stands once in the file, so that its place is known without any reading of scalars. */
async function expectEveryPlace(text: string, file: string, expected: string): Promise<void> {
  const { value, placeOf } = await read(text, file);
  expect(value).toBe(expected);
  const source = new SourceText(file, text);
  let previous = { line: 0, column: 0 };
  for (let offset = 0; offset < value.length; offset += 1) {
    const place = placeOf(offset);
    expect(
      place.line > previous.line || (place.line === previous.line && place.column >= previous.column),
    ).toBe(true);
    previous = place;
    if (value.charCodeAt(offset) < FIRST_LETTER || value.charCodeAt(offset) > 0x9fff) continue;
    expect(place).toEqual(source.positionAt(text.indexOf(value[offset] ?? '')));
  }
}

const { PLAIN, SINGLE_QUOTED, DOUBLE_QUOTED, LITERAL_BLOCK, FOLDED_BLOCK } = SCALAR_STYLE;

/** Uses a style wherever it can hold the text. */
function preferring(style: ScalarStyle): ScalarStyleRule[] {
  const prefer: ScalarStyleRule = (layout) => {
    if (!layout.isKey && (layout.allowedStylesMask & (1 << style)) !== 0) layout.style = style;
  };
  return [prefer, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)];
}

describe('the place of every letter of random texts', () => {
  const places = [
    ['alone', (program: string) => ({ program })],
    ['between others', (program: string) => ({ before: 'b', program, after: ['c'] })],
  ] as const;
  const styles = { PLAIN, SINGLE_QUOTED, DOUBLE_QUOTED, LITERAL_BLOCK, FOLDED_BLOCK };

  it.each(
    Object.entries(styles).flatMap(([name, style]) =>
      places.map(([where, wrap]) => [name, where, style, wrap] as const),
    ),
  )('is found as the library writes them: %s, %s', async (_name, _where, style, wrap) => {
    const random = randomNumbers(style);
    let written = 0;
    for (let count = 0; count < 150; count += 1) {
      const value = randomText(random);
      const lineWidth = [20, 40, -1][random(3)] ?? -1;
      const indent = 1 + random(8);
      const text = dump(wrap(value), { lineWidth, indent, scalarStyleRules: preferring(style) });
      const event = parseEvents(text, {}).find(
        (event) => event.type === EVENT_ID.SCALAR && event.style === style,
      );
      if (event !== undefined) written += 1;
      await expectEveryPlace(text, 'p.yaml', value);
      await expectEveryPlace(text.replaceAll('\n', '\r\n'), 'p.yaml', value);
      await expectEveryPlace(text.replaceAll('\n', '\r'), 'p.yaml', value);
    }
    expect(written).toBeGreaterThan(10);
  });

  it('is found in JSON', async () => {
    const random = randomNumbers(1);
    for (let count = 0; count < 200; count += 1) {
      const value = randomText(random);
      await expectEveryPlace(JSON.stringify({ a: 'b', program: value }, null, random(4)), 'p.json', value);
    }
  });
});

/** A text in double quotes in which any character may be an escape sequence, and where each of its units stands. */
function escaped(
  value: string,
  open: string,
  random: (below: number) => number,
  breaks: boolean,
): { text: string; offsets: number[] } {
  let text = open;
  const offsets: number[] = [];
  for (const unit of value.split('')) {
    if (breaks && unit !== ' ' && unit !== '\t' && random(4) === 0) text += '\\\n   ';
    offsets.push(text.length);
    const mustEscape = unit < ' ' || unit === '"' || unit === '\\';
    text += mustEscape || random(3) === 0 ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : unit;
  }
  return { text, offsets };
}

describe('the place of every unit of random texts with escape sequences', () => {
  it.each([
    ['p.json', '{"program": "', '"}', false],
    ['p.yaml', 'program: "', '"\n', true],
  ] as const)('is found in %s', async (file, open, close, breaks) => {
    const random = randomNumbers(3);
    for (let count = 0; count < 200; count += 1) {
      const expected = randomText(random).replaceAll('😀', '');
      const { text, offsets } = escaped(expected, open, random, breaks);
      const { value, placeOf } = await read(text + close, file);
      expect(value).toBe(expected);
      const source = new SourceText(file, text + close);
      expect(offsets.map((_, offset) => placeOf(offset))).toEqual(offsets.map((at) => source.positionAt(at)));
    }
  });
});
