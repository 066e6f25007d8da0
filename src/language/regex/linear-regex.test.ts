import { describe, expect, it } from 'vitest';
import { compileLinearRegex, loadRegexEngine, RegexSyntaxError } from './linear-regex.ts';
import { nativePattern } from './native-pattern.ts';

describe('testing a text', () => {
  const cases: [pattern: string, text: string, expected: boolean][] = [
    ['b', 'abc', true],
    ['^b', 'abc', false],
    ['(?i)X', 'x', true],
    ['(?i:é)', 'É', true],
    ['a.b', 'a\nb', false],
    ['a.b', 'a\rb', true],
    ['(?s)a.b', 'a\nb', true],
    ['b$', 'ab\n', false],
    ['(?m)^b$', 'a\nb\nc', true],
    ['\\Ab\\z', 'b', true],
    ['\\d', '٣', false],
    ['\\w', 'é', false],
    ['\\s', '\u00a0', false],
    ['\\s', '\v', false],
    ['\\bé', ' é', false],
    ['[[:alpha:]]', 'é', false],
    ['[[:alpha:]]', 'e', true],
    ['\\pL', 'é', true],
    ['\\p{Greek}', 'π', true],
    ['\\x{1F600}', '😀', true],
    ['^.$', '😀', true],
    ['^[^a]$', '😀', true],
    ['\\Qa.b\\E', 'axb', false],
    ['^(?<word>\\w+)$', 'word', true],
    ['', 'anything', true],
  ];
  it.each(cases)('%s on %j is %s', async (pattern, text, expected) => {
    expect((await compileLinearRegex(pattern)).test(text)).toBe(expected);
  });
});

describe('replacing matches', () => {
  const cases: [pattern: string, replacement: string, text: string, expected: string][] = [
    ['(?P<d>\\d+)', '<${d}>', 'a12b', 'a<12>b'],
    ['(?<d>\\d+)', '<$d>', 'a12b', 'a<12>b'],
    ['(a)(b)?', '[$1|$2|$0|${1}]', 'ac', '[a||a|a]c'],
    ['(a)', '$1x', 'aa', ''],
    ['(a)', '${1}x', 'aa', 'axax'],
    ['(a)', '$$1 $2 $ ${ ${} $- \\1', 'a', '$1  $ ${ ${} $- \\1'],
    ['(a)', '$01 $00', 'a', ' '],
    ['(a)', '$é$1_é!', 'a', '!'],
    ['a*', '-', 'baaac', '-b-c-'],
    ['a*', '$0-', 'baaac', '-baaa-c-'],
    ['(?i)A*', '-', 'baaac', '-b-c-'],
    ['', '-', '😀é', '-😀-é-'],
    ['x*', '-', '', '-'],
    ['^a+', '-', 'aaabaa', '-baa'],
    ['\\s+', ' ', 'a \t\r\n b\u00a0c', 'a b\u00a0c'],
    ['[^0-9]', '', '+33 6 12', '33612'],
    ['(?m)^', '> ', 'a\nb', '> a\n> b'],
    ['(?U)a+', '-', 'aaa', '---'],
    ['a|ab', '-', 'abab', '-b-b'],
    ['constructor', '$constructor.', 'constructor', '.'],
  ];
  it.each(cases)('%s by %j in %j', async (pattern, replacement, text, expected) => {
    expect((await compileLinearRegex(pattern)).replacer(replacement)(text)).toBe(expected);
  });
});

describe('refusing a pattern', () => {
  it.each([
    ['[bad', 'error parsing regexp: missing closing ]: `[bad`'],
    ['(?=a)', 'look-around is not part of the RE2 syntax'],
    ['(?<!a)b', 'look-around is not part of the RE2 syntax'],
    ['(a)\\1', 'error parsing regexp: invalid escape sequence: `\\1`'],
    ['a**', 'error parsing regexp: invalid nested repetition operator'],
    ['(', 'error parsing regexp: missing closing )'],
    ['x{2,1}', 'error parsing regexp: invalid repeat count'],
  ])('%s says what is wrong', async (pattern, message) => {
    await expect(compileLinearRegex(pattern)).rejects.toThrow(RegexSyntaxError);
    await expect(compileLinearRegex(pattern)).rejects.toThrow(message);
  });
});

describe('staying linear', () => {
  it.each(['(a+)+$', '(a|a)*b', 'a+b', '\\s+$', '^(\\w+\\s?)*$'])(
    'answers %s on a long hostile text at once',
    async (pattern) => {
      const hostile = `${'a'.repeat(50_000)}${' '.repeat(50_000)}!`;
      const started = performance.now();
      expect((await compileLinearRegex(pattern)).test(hostile)).toBe(false);
      expect(performance.now() - started).toBeLessThan(5_000);
    },
  );
});

describe('the native engine', () => {
  it.each(['\\d+', '^\\d+$', '[^0-9]', ' ', '\\.', '-', '^[A-Z]{2}\\d*$', 'a?', '.', '^$', '😀'])(
    'runs %s',
    (pattern) => {
      expect(nativePattern(pattern)).toBeDefined();
    },
  );

  it.each([
    'a+b',
    '\\s+$',
    '^a+b+',
    '(a)',
    'a|b',
    'a+?',
    'a{2,3}',
    '[[:alpha:]]',
    '[a-é]',
    '[]a]',
    '\\b',
    '\\pL',
    '(?i)a',
    'a\\$',
    'x**',
    '\\1',
    '[\\D]',
  ])('leaves %s to the RE2 engine', (pattern) => {
    expect(nativePattern(pattern)).toBeUndefined();
  });

  it('agrees with the RE2 engine on every pattern it takes', async () => {
    const compile = await loadRegexEngine();
    const random = sequence(20260301);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const atoms = [
      ...'ab9 -]}/é😀',
      '.',
      '\\d',
      '\\D',
      '\\w',
      '\\W',
      '\\s',
      '\\S',
      '\\.',
      '\\-',
      '\\]',
      '\\\\',
    ];
    const classes = [
      '[a-z]',
      '[^a-z0-9]',
      '[\\d\\s]',
      '[a-z-9]',
      '[-a]',
      '[^-]',
      '[é😀]',
      '[.*^]',
      '[a^\\]]',
    ];
    const quantifiers = ['', '', '', '*', '+', '?', '{2}', '{0}'];
    const characters = [...'aab9 -.\\]*^\n\r\té😀\u{1f601}\v_Z\u00a0'];
    let taken = 0;
    for (let round = 0; round < 4_000; round += 1) {
      const elements = Array.from(
        { length: Math.floor(random() * 4) },
        () => pick(random() < 0.3 ? classes : atoms) + pick(quantifiers),
      );
      const pattern = pick(['', '', '^', '\\A']) + elements.join('') + pick(['', '', '$', '\\z']);
      if (nativePattern(pattern) === undefined) continue;
      taken += 1;
      const text = Array.from({ length: Math.floor(random() * 9) }, () => pick(characters)).join('');
      const native = compile(pattern);
      const reference = compile(`(?:${pattern})`);
      expect([pattern, text, native.test(text)]).toEqual([pattern, text, reference.test(text)]);
      expect([pattern, text, native.replacer('<$0>')(text)]).toEqual([
        pattern,
        text,
        reference.replacer('<$0>')(text),
      ]);
    }
    expect(taken).toBeGreaterThan(1_000);
  });
});

/** Park–Miller numbers in [0, 1): the same ones on every run. */
function sequence(seed: number): () => number {
  let state = seed % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
