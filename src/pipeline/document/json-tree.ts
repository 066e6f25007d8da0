import type { ParseError } from './parse-error.ts';
import { rereadJsonString } from './reread-scalar.ts';
import type { SourceText } from './source-text.ts';
import { MAX_NESTING, type Member, type SourceNode } from './source-tree.ts';

const WHITESPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

/**
 * Parses strict JSON (RFC 8259) and keeps where everything stands. A property name given twice in one object is
 * an error. Integers beyond 2^53 become `bigint`.
 *
 * @throws {ParseError} of type `syntax` that points at the offending character and never quotes the text
 */
export function parseJsonTree(source: SourceText): SourceNode {
  const scanner = new JsonScanner(source);
  const root = scanner.value(0);
  scanner.end();
  return root;
}

class JsonScanner {
  readonly #source: SourceText;
  readonly #text: string;
  #at = 0;

  constructor(source: SourceText) {
    this.#source = source;
    this.#text = source.text;
  }

  value(depth: number): SourceNode {
    this.#skipWhitespace();
    if (depth > MAX_NESTING) {
      throw this.#source.error('format', `nesting is deeper than ${MAX_NESTING} levels`, this.#at);
    }
    const offset = this.#at;
    switch (this.#text[offset]) {
      case '{':
        return { kind: 'map', offset, members: this.#members(depth) };
      case '[':
        return { kind: 'list', offset, items: this.#items(depth) };
      case '"':
        return this.#stringNode(offset);
      default: {
        const word = this.#word();
        return { kind: 'scalar', offset, value: word === undefined ? this.#number() : word };
      }
    }
  }

  end(): void {
    this.#skipWhitespace();
    if (this.#at < this.#text.length) throw this.#error('nothing may follow the JSON value');
  }

  #members(depth: number): Map<string, Member> {
    const members = new Map<string, Member>();
    this.#at += 1;
    if (this.#takes('}')) return members;
    do {
      this.#skipWhitespace();
      const keyOffset = this.#at;
      if (this.#text[keyOffset] === '}') throw this.#error('a comma may not stand before "}"');
      if (this.#text[keyOffset] !== '"') throw this.#error(this.#missing('a property name in double quotes'));
      const key = this.#string();
      const earlier = members.get(key);
      if (earlier !== undefined) {
        const { line } = this.#source.positionAt(earlier.keyOffset);
        throw this.#error(`property already defined at line ${line}`, keyOffset);
      }
      if (!this.#takes(':')) throw this.#error(this.#missing('":" after the property name'));
      members.set(key, { keyOffset, node: this.value(depth + 1) });
    } while (this.#takes(','));
    if (!this.#takes('}')) throw this.#error(this.#missing('"," or "}"'));
    return members;
  }

  #items(depth: number): SourceNode[] {
    const items: SourceNode[] = [];
    this.#at += 1;
    if (this.#takes(']')) return items;
    do {
      this.#skipWhitespace();
      if (items.length > 0 && this.#text[this.#at] === ']')
        throw this.#error('a comma may not stand before "]"');
      items.push(this.value(depth + 1));
    } while (this.#takes(','));
    if (!this.#takes(']')) throw this.#error(this.#missing('"," or "]"'));
    return items;
  }

  #stringNode(offset: number): SourceNode {
    const value = this.#string();
    const end = this.#at - 1;
    const placeOf = (inside: number) => rereadJsonString(this.#text, offset + 1, end, value).placeOf(inside);
    return { kind: 'scalar', offset, value, placeOf };
  }

  #string(): string {
    const start = this.#at;
    let at = start + 1;
    for (;;) {
      const code = this.#text.charCodeAt(at);
      if (Number.isNaN(code)) throw this.#error('text ends inside a string', at);
      if (code < 0x20) throw this.#error('a string may not hold a line break or control character', at);
      if (code === 0x22) break;
      if (code === 0x5c) {
        ESCAPE.lastIndex = at;
        if (!ESCAPE.test(this.#text)) throw this.#error('invalid escape sequence in a string', at);
        at = ESCAPE.lastIndex;
      } else {
        at += 1;
      }
    }
    this.#at = at + 1;
    return JSON.parse(this.#text.slice(start, this.#at)) as string;
  }

  #word(): boolean | null | undefined {
    for (const [word, value] of WORDS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        if (/\w/.test(this.#text[this.#at] ?? '')) throw this.#error(`unexpected character after ${word}`);
        return value;
      }
    }
    return undefined;
  }

  #number(): number | bigint {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (match === null) throw this.#error(this.#missing('a value'));
    this.#at = NUMBER.lastIndex;
    if (/[\w.+-]/.test(this.#text[this.#at] ?? '')) throw this.#error('invalid number');
    const value = Number(match[0]);
    const isInteger = match[1] === undefined && match[2] === undefined;
    return isInteger && !Number.isSafeInteger(value) ? BigInt(match[0]) : value;
  }

  /** Says what belongs here, and what stands here instead when it is a common mistake. */
  #missing(what: string): string {
    const next = this.#text[this.#at];
    if (next === undefined) return `expected ${what}, but the text ends`;
    if (next === "'") return `expected ${what}; single quotes are not allowed`;
    if (next === '/' || next === '#') return `expected ${what}; comments are not allowed`;
    return `expected ${what}`;
  }

  #takes(character: string): boolean {
    this.#skipWhitespace();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #skipWhitespace(): void {
    WHITESPACE.lastIndex = this.#at;
    WHITESPACE.exec(this.#text);
    this.#at = WHITESPACE.lastIndex;
  }

  #error(reason: string, offset = this.#at): ParseError {
    const byte = this.#source.byteOffset(offset);
    return this.#source.error('syntax', `JSON syntax error at offset ${byte}: ${reason}`, offset);
  }
}
