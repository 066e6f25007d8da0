import { codePointLength, codePointOffset, splitsPair } from '../text/code-points.ts';
import { madeText } from './call-values.ts';
import type { CallSite } from './definition.ts';

/** The first letter in upper case, the rest in lower case. */
export function capitalized(text: string): string {
  const first = text.slice(0, codePointOffset(text, 1));
  return first.toUpperCase() + text.slice(first.length).toLowerCase();
}

/** Which ends of a text are stripped. */
export type Ends = 'both' | 'start' | 'end';

/**
 * Removes characters from the ends of a text.
 *
 * @param characters the characters to remove, in any order; white space when null
 */
export function stripped(text: string, characters: string | null, ends: Ends): string {
  if (characters === null) {
    if (ends === 'both') return text.trim();
    return ends === 'start' ? text.trimStart() : text.trimEnd();
  }
  const removed = new Set(characters);
  let start = 0;
  let end = text.length;
  while (ends !== 'end' && start < end) {
    const size = splitsPair(text, start + 1) ? 2 : 1;
    if (!removed.has(text.slice(start, start + size))) break;
    start += size;
  }
  while (ends !== 'start' && end > start) {
    const size = splitsPair(text, end - 1) ? 2 : 1;
    if (!removed.has(text.slice(end - size, end))) break;
    end -= size;
  }
  return text.slice(start, end);
}

/**
 * Replaces a part wherever it stands, from the start. An empty part stands before every character and at the end.
 *
 * @param count how often at most; negative: everywhere
 */
export function replaced(text: string, part: string, by: string, count: number, site: CallSite): string {
  const limit = count < 0 ? Number.POSITIVE_INFINITY : count;
  const pieces: string[] = [];
  let copied = 0;
  let at = limit === 0 ? -1 : text.indexOf(part);
  while (at >= 0 && pieces.length < limit * 2) {
    site.rendering.takeSteps(1, site.fail);
    site.rendering.takeText(by.length, site.fail);
    pieces.push(text.slice(copied, at), by);
    copied = at;
    if (part !== '') copied += part.length;
    else if (at === text.length) break;
    at = part === '' ? at + (splitsPair(text, at + 1) ? 2 : 1) : text.indexOf(part, copied);
  }
  if (pieces.length === 0) return text;
  site.rendering.takeText(text.length, site.fail);
  return pieces.join('') + text.slice(copied);
}

/** The lines of a text as Python splits them: without their ends, and no empty line after the last end. */
export function lines(text: string, keepEnds: boolean): string[] {
  const result: string[] = [];
  let start = 0;
  for (const { 0: end, index } of text.matchAll(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g)) {
    result.push(text.slice(start, keepEnds ? index + end.length : index));
    start = index + end.length;
  }
  if (start < text.length) result.push(text.slice(start));
  return result;
}

/** Where a text stands in a wider field. */
export type Alignment = 'left' | 'right' | 'center';

/** Fills a text up to a width in characters; a text that is as wide or wider stays as it is. */
export function padded(text: string, width: number, fill: string, align: Alignment, site: CallSite): string {
  const missing = width - codePointLength(text);
  if (missing <= 0) return text;
  site.rendering.takeText(text.length + missing * fill.length, site.fail);
  // An odd character goes to the left of a text of odd width, as Python has it.
  const left = align === 'left' ? 0 : align === 'right' ? missing : (missing >> 1) + (missing & width & 1);
  return fill.repeat(left) + text + fill.repeat(missing - left);
}

/** Joins texts with a separator, accounting for the result before it is made. */
export function joined(texts: readonly string[], separator: string, site: CallSite): string {
  let length = Math.max(0, texts.length - 1) * separator.length;
  for (const text of texts) length += text.length;
  site.rendering.takeText(length, site.fail);
  return texts.join(separator);
}

/** The text in lower case with a capital at the start of every word; words end at spaces, hyphens and brackets. */
export function titled(text: string, site: CallSite): string {
  const lower = text.toLowerCase();
  return madeText(
    lower.replace(
      /(^|[-\s({[<])([^-\s({[<])/gu,
      (_, before: string, first: string) => before + first.toUpperCase(),
    ),
    site,
  );
}

/** Which end a limited split starts from. */
export type SplitFrom = 'start' | 'end';

/**
 * The parts of a text between separators, or between runs of white space, where empty parts are left out.
 *
 * @param separator not empty; null for white space
 * @param limit splits at most; negative: all
 */
export function splitText(
  text: string,
  separator: string | null,
  limit: number,
  from: SplitFrom,
  site: CallSite,
): string[] {
  const gaps = separator === null ? whiteSpaceGaps(text, site) : separatorGaps(text, separator, from, site);
  if (separator === null && gaps.length === 0) return [];
  // White space has a gap before the first and after the last part, so that there is one more gap than parts.
  const inner = separator === null ? gaps.slice(1, -1) : gaps;
  const isLimited = limit >= 0 && inner.length >= limit;
  const used = !isLimited
    ? inner
    : from === 'start'
      ? inner.slice(0, limit)
      : inner.slice(inner.length - limit);
  // A limited split leaves the white space at the far end alone.
  const trimsStart = separator === null && (from === 'start' || !isLimited);
  const trimsEnd = separator === null && (from === 'end' || !isLimited);
  let start = trimsStart ? (gaps[0]?.end ?? 0) : 0;
  const end = trimsEnd ? (gaps.at(-1)?.start ?? 0) : text.length;
  const parts: string[] = [];
  for (const gap of used) {
    parts.push(text.slice(start, gap.start));
    start = gap.end;
  }
  parts.push(text.slice(start, end));
  return parts;
}

/** What stands between two parts. */
interface Gap {
  readonly start: number;
  readonly end: number;
}

/** The gaps around and between words, those at the ends even when they are empty; none when there is no word. */
function whiteSpaceGaps(text: string, site: CallSite): Gap[] {
  const gaps: Gap[] = [];
  let start = 0;
  for (const { 0: word, index } of text.matchAll(/\S+/g)) {
    site.rendering.takeElements(1, site.fail);
    gaps.push({ start, end: index });
    start = index + word.length;
  }
  if (gaps.length > 0) gaps.push({ start, end: text.length });
  return gaps;
}

function separatorGaps(text: string, separator: string, from: SplitFrom, site: CallSite): Gap[] {
  const gaps: Gap[] = [];
  if (from === 'start') {
    for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + separator.length)) {
      site.rendering.takeElements(1, site.fail);
      gaps.push({ start: at, end: at + separator.length });
    }
    return gaps;
  }
  let at = text.lastIndexOf(separator);
  while (at >= 0) {
    site.rendering.takeElements(1, site.fail);
    gaps.push({ start: at, end: at + separator.length });
    // A negative start would be taken for 0 and find the first one again.
    at = at < separator.length ? -1 : text.lastIndexOf(separator, at - separator.length);
  }
  return gaps.reverse();
}
