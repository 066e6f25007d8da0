import type { RE2JS } from 're2js';
import { nativePattern } from './native-pattern.ts';
import { parseReplacement, type ReplacementPart } from './replacement.ts';

/** A regular expression in RE2 syntax. Matching takes time linear in the text, whatever the pattern. */
export interface LinearRegex {
  /** True when some part of the text matches. */
  test(text: string): boolean;
  /**
   * Prepares a replacement of all non-overlapping matches. See `parseReplacement` for the syntax of the template.
   * An empty match directly after another match is left alone.
   */
  replacer(template: string): (text: string) => string;
}

/** A pattern that is not RE2 syntax. The message starts with `error parsing regexp:` and quotes the part at fault. */
export class RegexSyntaxError extends Error {
  override readonly name = 'RegexSyntaxError';
  /** UTF-16 offset of the part at fault in the pattern; 0 when it is not known. */
  readonly offset: number;

  constructor(message: string, offset: number, cause: unknown) {
    super(message, { cause });
    this.offset = offset;
  }
}

/** Compiles any pattern; what {@link loadRegexEngine} gives. Throws {@link RegexSyntaxError}. */
export type RegexCompiler = (pattern: string) => LinearRegex;

/**
 * Compiles a pattern that is known beforehand. The simplest patterns run on the native engine; only the others
 * load the RE2 engine.
 *
 * @throws {RegexSyntaxError}
 */
export async function compileLinearRegex(pattern: string): Promise<LinearRegex> {
  return compileNative(pattern) ?? (await loadRegexEngine())(pattern);
}

/** Loads the RE2 engine, for patterns that become known only while data flows. */
export async function loadRegexEngine(): Promise<RegexCompiler> {
  const engine = await import('re2js');
  return (pattern) => {
    const native = compileNative(pattern);
    if (native !== undefined) return native;
    try {
      return new Re2Regex(engine.RE2JS.compile(pattern));
    } catch (error) {
      if (!(error instanceof engine.RE2JSException)) throw error;
      const offset = error instanceof engine.RE2JSSyntaxException ? offsetOf(error.input, pattern) : 0;
      throw new RegexSyntaxError(error.message + lookAroundHint(pattern), offset, error);
    }
  };
}

/** The engine tells the part at fault and not its place, which is certain only where the part occurs once. */
function offsetOf(part: string | null, pattern: string): number {
  if (part === null || part === '') return 0;
  const first = pattern.indexOf(part);
  return first === pattern.lastIndexOf(part) ? Math.max(first, 0) : 0;
}

function lookAroundHint(pattern: string): string {
  return /\(\?<?[=!]/.test(pattern) ? ' (look-around is not part of the RE2 syntax)' : '';
}

function compileNative(pattern: string): LinearRegex | undefined {
  const source = nativePattern(pattern);
  return source === undefined ? undefined : new NativeRegex(source);
}

class NativeRegex implements LinearRegex {
  readonly #single: RegExp;
  readonly #all: RegExp;

  constructor(source: string) {
    this.#single = new RegExp(source, 'u');
    this.#all = new RegExp(source, 'gu');
  }

  test(text: string): boolean {
    return this.#single.test(text);
  }

  replacer(template: string): (text: string) => string {
    const parts = parseReplacement(template, { count: 0, names: new Map() });
    const all = this.#all;
    return (text) => {
      let end = 0;
      return text.replace(all, (match: string, start: number) => {
        if (match === '' && start === end && start > 0) return '';
        end = start + match.length;
        return render(parts, () => match);
      });
    };
  }
}

class Re2Regex implements LinearRegex {
  readonly #regex: RE2JS;

  constructor(regex: RE2JS) {
    this.#regex = regex;
  }

  test(text: string): boolean {
    return this.#regex.test(text);
  }

  replacer(template: string): (text: string) => string {
    const regex = this.#regex;
    const names = new Map(Object.entries(regex.namedGroups()));
    const parts = parseReplacement(template, { count: regex.groupCount(), names });
    return (text) => {
      const matcher = regex.matcher(text);
      const group = (number: number): string => matcher.group(number) ?? '';
      let result = '';
      let end = 0;
      while (matcher.find()) {
        const start = matcher.start();
        if (matcher.end() === end && start > 0) continue;
        result += text.slice(end, start) + render(parts, group);
        end = matcher.end();
      }
      return result + text.slice(end);
    };
  }
}

function render(parts: readonly ReplacementPart[], group: (number: number) => string): string {
  let text = '';
  for (const part of parts) text += typeof part === 'number' ? group(part) : part;
  return text;
}
