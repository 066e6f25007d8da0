import { describe, expect, it } from 'vitest';
import { escapeFor } from './escape.ts';
import { escapeJson } from './json.ts';
import { escapeUrl } from './url.ts';
import { escapeXml } from './xml.ts';

const RULES = [
  ['url', escapeUrl],
  ['json', escapeJson],
  ['xml', escapeXml],
] as const;

describe('escapeFor', () => {
  it.each(RULES)('gives the rule of the target %s', (target, rule) => {
    expect(escapeFor(target)).toBe(rule);
  });

  it('gives none for text, where nothing is escaped', () => {
    expect(escapeFor('text')).toBeUndefined();
  });
});

describe.each(RULES)('escaping for %s', (_, rule) => {
  it.each(['', 'a', 'ORD-2024_01.v1~', '0123456789'])('leaves %j alone', (text) => {
    expect(rule(text)).toBe(text);
  });

  it('gives the same wherever a character stands and however often', () => {
    for (const character of ['&', '"', '\n', '\u0000', 'é', '\u2028', '\uffff', '😀', '\ud800', '\udc00']) {
      const escaped = rule(character);
      expect(rule(`a${character}`)).toBe(`a${escaped}`);
      expect(rule(`${character}a`)).toBe(`${escaped}a`);
      expect(rule(`a${character}b${character}${character}c`)).toBe(`a${escaped}b${escaped}${escaped}c`);
    }
  });

  it('escapes a text that follows another one in the same way', () => {
    const texts = ['a&b', 'plain', 'a&b', '<', 'plain', '<'];
    expect(texts.map(rule)).toEqual(texts.map((text) => rule(text)));
    expect(rule('a&b')).not.toBe('a&b');
  });

  it('takes a surrogate pair for one character and an unpaired surrogate for U+FFFD', () => {
    const replaced = rule('\ufffd');
    for (const text of ['\ud800', '\udbff', '\udc00', '\udfff']) expect(rule(text)).toBe(replaced);
    expect(rule('\udc00\ud800')).toBe(replaced + replaced);
    expect(rule('\ud83d😀\ude00')).toBe(replaced + rule('😀') + replaced);
  });
});

describe('the URL rule', () => {
  it('encodes every ASCII character but the unreserved ones of RFC 3986', () => {
    for (const character of ascii()) {
      const expected = /[A-Za-z0-9\-._~]/.test(character)
        ? character
        : `%${hex(character.charCodeAt(0), 2).toUpperCase()}`;
      expect(escapeUrl(character)).toBe(expected);
    }
  });

  it.each([
    ["a b&c/d+é'", 'a%20b%26c%2Fd%2B%C3%A9%27'],
    ["!*'();:@&=+$,/?#[]%", '%21%2A%27%28%29%3B%3A%40%26%3D%2B%24%2C%2F%3F%23%5B%5D%25'],
    ['\u007f', '%7F'],
    ['\u0080', '%C2%80'],
    ['\u07ff', '%DF%BF'],
    ['\u0800', '%E0%A0%80'],
    ['\ud7ff', '%ED%9F%BF'],
    ['\ue000', '%EE%80%80'],
    ['\uffff', '%EF%BF%BF'],
    ['\u{10000}', '%F0%90%80%80'],
    ['\u{10ffff}', '%F4%8F%BF%BF'],
    ['\ud800', '%EF%BF%BD'],
    ['%2e%2e%2f', '%252e%252e%252f'],
  ])('encodes %j as %s', (text, expected) => {
    expect(escapeUrl(text)).toBe(expected);
  });

  it('is undone by a decoder, for any text', () => {
    for (const text of randomTexts()) {
      const escaped = escapeUrl(text);
      expect(escaped).toMatch(/^(?:[A-Za-z0-9\-._~]|%[0-9A-F]{2})*$/);
      expect(decodeURIComponent(escaped)).toBe(text.toWellFormed());
      expect(new URLSearchParams(`v=${escaped}`).get('v')).toBe(text.toWellFormed());
    }
  });
});

describe('the JSON rule', () => {
  it('escapes the ASCII characters that a string cannot hold, and the three of HTML', () => {
    const short = new Map([
      ['"', '\\"'],
      ['\\', '\\\\'],
      ['\b', '\\b'],
      ['\f', '\\f'],
      ['\n', '\\n'],
      ['\r', '\\r'],
      ['\t', '\\t'],
    ]);
    for (const character of ascii()) {
      const code = character.charCodeAt(0);
      const other = code < 0x20 || '<>&'.includes(character) ? `\\u${hex(code, 4)}` : character;
      expect(escapeJson(character)).toBe(short.get(character) ?? other);
    }
  });

  it.each([
    ['\u2027', '\u2027'],
    ['\u2028', '\\u2028'],
    ['\u2029', '\\u2029'],
    ['\u202a', '\u202a'],
    ['\u007f\u0080\u009f', '\u007f\u0080\u009f'],
    ['\ud7ff\ue000\ufffe\uffff', '\ud7ff\ue000\ufffe\uffff'],
    ['\u{10000}\u{10ffff}', '\u{10000}\u{10ffff}'],
    ['\ud800"', '\ufffd\\"'],
    ['\\u0041', '\\\\u0041'],
    ['Tom & "J"\n<x>', 'Tom \\u0026 \\"J\\"\\n\\u003cx\\u003e'],
  ])('writes %j as %s', (text, expected) => {
    expect(escapeJson(text)).toBe(expected);
  });

  it('is undone by a parser, for any text', () => {
    for (const text of randomTexts()) {
      const escaped = escapeJson(text);
      expect(escaped).not.toMatch(/[\u0000-\u001f<>&\u2028\u2029]/);
      expect(escaped.isWellFormed()).toBe(true);
      expect(JSON.parse(`"${escaped}"`)).toBe(text.toWellFormed());
    }
  });
});

describe('the XML rule', () => {
  it('escapes the ASCII characters that are markup, white space or not in XML', () => {
    const entities = new Map([
      ['&', '&amp;'],
      ['<', '&lt;'],
      ['>', '&gt;'],
      ['"', '&#34;'],
      ["'", '&#39;'],
      ['\t', '&#x9;'],
      ['\n', '&#xA;'],
      ['\r', '&#xD;'],
    ]);
    for (const character of ascii()) {
      const plain = character.charCodeAt(0) < 0x20 ? '\ufffd' : character;
      expect(escapeXml(character)).toBe(entities.get(character) ?? plain);
    }
  });

  it.each([
    ['<t a="1">&', '&lt;t a=&#34;1&#34;&gt;&amp;'],
    [']]>', ']]&gt;'],
    ['&amp;', '&amp;amp;'],
    ['\u007f\u0085\u009f\u00a0\u2028', '\u007f\u0085\u009f\u00a0\u2028'],
    ['\ud7ff\ue000\ufffd', '\ud7ff\ue000\ufffd'],
    ['\ufffe\uffff', '\ufffd\ufffd'],
    ['\u{10000}\u{1fffe}\u{10ffff}', '\u{10000}\u{1fffe}\u{10ffff}'],
    ['\ud800', '\ufffd'],
  ])('writes %j as %s', (text, expected) => {
    expect(escapeXml(text)).toBe(expected);
  });

  it('gives characters of XML 1.0 that a reader of entities turns back, for any text', () => {
    for (const text of randomTexts()) {
      const escaped = escapeXml(text);
      expect(escaped).toMatch(/^[\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
      expect(escaped).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|#34|#39|#x9|#xA|#xD);)/);
      expect(withoutEntities(escaped)).toBe(
        text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd'),
      );
    }
  });
});

function ascii(): string[] {
  return Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code));
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

function withoutEntities(xml: string): string {
  const names = new Map([
    ['amp', '&'],
    ['lt', '<'],
    ['gt', '>'],
  ]);
  return xml.replace(/&(?:#x([0-9A-F]+)|#([0-9]+)|([a-z]+));/g, (_, hexadecimal, decimal, name) =>
    name === undefined
      ? String.fromCodePoint(hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16))
      : (names.get(name) ?? ''),
  );
}

/** Texts made of any code units, those with a meaning in one of the targets more often than others. */
function randomTexts(): string[] {
  const meaning =
    '&<>"\'\\/%+#?;=:-._~ \b\f\n\r\t\0\u001f\u007f\u0085\u2028\u2029\ufffd\ufffe\uffff\ud800\udc00';
  let state = 20260301;
  const below = (limit: number): number => {
    state = (state * 48271) % 2147483647;
    return Math.floor((state / 2147483647) * limit);
  };
  return Array.from({ length: 3_000 }, () =>
    Array.from({ length: below(24) }, () => {
      const kind = below(4);
      if (kind === 0) return meaning.charAt(below(meaning.length));
      if (kind === 1) return String.fromCharCode(below(0x10000));
      return String.fromCharCode(0x20 + below(0x5f));
    }).join(''),
  );
}
