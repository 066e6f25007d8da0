import { LocatedError } from '../located-error.ts';

/** One step down: a key of an object or a position in a list. */
export type PathStep = string | number;

/** What a backslash in a key takes its meaning from; in front of anything else it stands for itself. */
const ESCAPABLE = '.[]\\';
const INDEX = /(\d+)\]/y;

/**
 * The steps of a record path. The first one is always a key.
 *
 *     path    = segment { "." segment }
 *     segment = ( key | quoted ) [ index ] { quoted [ index ] }
 *     key     = any text, also none, with \. \[ \] and \\ for the characters themselves
 *     quoted  = "[" ( "…" | '…' ) "]"    where \ stands in front of a quote or another \
 *     index   = "[" decimal digits "]"
 *
 * @throws {LocatedError} `empty path`, or `invalid array index in path: "<segment>"` and what to write instead, at
 *   the bracket in question
 */
export function parsePathSteps(text: string): PathStep[] {
  if (text === '') throw new LocatedError('empty path', text, 0);
  return new PathParser(text).parse();
}

class PathParser {
  readonly #text: string;
  readonly #steps: PathStep[] = [];
  #at = 0;
  #segmentStart = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): PathStep[] {
    this.#segment();
    while (this.#at < this.#text.length) {
      // A segment ends at a dot or at the end of the text.
      this.#at += 1;
      this.#segmentStart = this.#at;
      this.#segment();
    }
    return this.#steps;
  }

  #segment(): void {
    const atStart = this.#at === 0;
    if (!(atStart && this.#isQuoted())) {
      const key = this.#key();
      if (key === '' && this.#text[this.#at] === '[') {
        this.#refuse(
          this.#isQuoted()
            ? 'write ["key"] without a dot in front of it'
            : 'write a key in front of the index, as in items[0]',
        );
      }
      this.#steps.push(key);
    }
    while (this.#text[this.#at] === '[') {
      this.#steps.push(this.#isQuoted() ? this.#quoted() : this.#index());
    }
    if (this.#at < this.#text.length && this.#text[this.#at] !== '.') {
      this.#refuse('write a dot between ] and the next key', this.#at);
    }
  }

  /** A plain key: up to a dot, a bracket that opens or the end. */
  #key(): string {
    let key = '';
    for (let code = this.#text[this.#at]; code !== undefined; code = this.#text[this.#at]) {
      if (code === '.' || code === '[') break;
      const escaped = this.#text[this.#at + 1];
      if (code === '\\' && escaped !== undefined && ESCAPABLE.includes(escaped)) {
        key += escaped;
        this.#at += 2;
      } else {
        key += code;
        this.#at += 1;
      }
    }
    return key;
  }

  #isQuoted(): boolean {
    const quote = this.#text[this.#at + 1];
    return this.#text[this.#at] === '[' && (quote === '"' || quote === "'");
  }

  #quoted(): string {
    const open = this.#at;
    const quote = this.#text[open + 1] ?? '';
    let key = '';
    for (let at = open + 2; at < this.#text.length; at += 1) {
      const character = this.#text[at] ?? '';
      const escaped = this.#text[at + 1];
      if (character === '\\' && (escaped === quote || escaped === '\\')) {
        key += escaped;
        at += 1;
      } else if (character !== quote) {
        key += character;
      } else if (escaped === ']') {
        this.#at = at + 2;
        return key;
      } else {
        this.#refuse(`close the quoted key with ${quote}]`);
      }
    }
    return this.#refuse(`close the quoted key with ${quote}]`);
  }

  #index(): number {
    if (typeof this.#steps.at(-1) === 'number') {
      this.#refuse('a key takes one index; an element of a list inside a list has no path');
    }
    INDEX.lastIndex = this.#at + 1;
    const digits = INDEX.exec(this.#text)?.[1];
    if (digits === undefined || !Number.isSafeInteger(Number(digits))) {
      this.#refuse(
        'an index is a whole number from 0, as in items[0]; a key with a bracket is written ["a[b"]',
      );
    }
    this.#at = INDEX.lastIndex;
    return Number(digits);
  }

  #refuse(advice: string, at = this.#at): never {
    const end = this.#text.indexOf('.', at);
    const segment = this.#text.slice(this.#segmentStart, end < 0 ? this.#text.length : end);
    throw new LocatedError(`invalid array index in path: "${segment}": ${advice}`, this.#text, at);
  }
}
