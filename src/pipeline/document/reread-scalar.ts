import type { ScalarEvent } from 'js-yaml';
import { ScalarReading } from './scalar-reading.ts';

/** How a scalar that may span lines as one text is marked. */
type FlowStyle = 'plain' | 'single-quoted' | 'double-quoted';

/** How many characters an escape sequence has in the file, by the character after the backslash; 2 for the others. */
const LONG_ESCAPES: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/**
 * Reads a YAML scalar again, for the places of its characters.
 *
 * @param value what `getScalarValue` of the library gives for the event
 */
export function rereadYamlScalar(
  text: string,
  event: ScalarEvent,
  value: string,
  yaml: typeof import('js-yaml'),
): ScalarReading {
  const reading = new ScalarReading(text, value);
  const { SCALAR_STYLE } = yaml;
  const { valueStart, valueEnd } = event;
  switch (event.style) {
    case SCALAR_STYLE.LITERAL_BLOCK:
    case SCALAR_STYLE.FOLDED_BLOCK:
      readBlock(reading, text, event, yaml);
      break;
    case SCALAR_STYLE.SINGLE_QUOTED:
      readFlow(reading, text, valueStart, valueEnd, 'single-quoted');
      break;
    case SCALAR_STYLE.DOUBLE_QUOTED:
      readFlow(reading, text, valueStart, valueEnd, 'double-quoted');
      break;
    default:
      readFlow(reading, text, valueStart, valueEnd, 'plain');
  }
  return reading;
}

/**
 * Reads a JSON string again; every one is a double-quoted YAML scalar too.
 *
 * @param start after the opening quote
 * @param end before the closing one
 */
export function rereadJsonString(text: string, start: number, end: number, value: string): ScalarReading {
  const reading = new ScalarReading(text, value);
  readFlow(reading, text, start, end, 'double-quoted');
  return reading;
}

/** YAML 1.2 section 7.3: blanks around a line break go; one break is a space, each further one stays. */
function readFlow(reading: ScalarReading, text: string, start: number, end: number, style: FlowStyle): void {
  let at = start;
  let runStart = start;
  let afterLastInk = start;
  while (at < end) {
    const character = text[at];
    if (character === '\n' || character === '\r') {
      reading.copy(runStart, afterLastInk);
      const gap = gapAt(text, at, end);
      const [first, ...further] = gap.breaks;
      if (first !== undefined && further.length === 0) reading.put(1, first, gap.end);
      for (const place of further) reading.put(1, place, place + 1);
      at = gap.end;
    } else if (character === "'" && style === 'single-quoted') {
      reading.copy(runStart, at);
      reading.put(1, at, at + 2);
      at += 2;
    } else if (character === '\\' && style === 'double-quoted') {
      reading.copy(runStart, at);
      at = readEscape(reading, text, at, end);
    } else {
      at += 1;
      if (character !== ' ' && character !== '\t') afterLastInk = at;
      continue;
    }
    runStart = at;
    afterLastInk = at;
  }
  reading.copy(runStart, end);
}

/** @returns the offset after the escape sequence */
function readEscape(reading: ScalarReading, text: string, at: number, end: number): number {
  const kind = text[at + 1] ?? '';
  if (kind === '\n' || kind === '\r') return gapAt(text, at + 1, end).end;
  const after = at + (Object.hasOwn(LONG_ESCAPES, kind) ? (LONG_ESCAPES[kind] ?? 2) : 2);
  const isPair = kind === 'U' && Number.parseInt(text.slice(at + 2, after), 16) > 0xffff;
  reading.put(isPair ? 2 : 1, at, after);
  return after;
}

/** Line breaks and the blanks around them. */
function gapAt(text: string, start: number, end: number): { breaks: number[]; end: number } {
  const breaks: number[] = [];
  let at = start;
  for (; at < end; at += 1) {
    const character = text[at];
    if (character === '\n' || character === '\r') {
      breaks.push(at);
      if (character === '\r' && text[at + 1] === '\n') at += 1;
    } else if (character !== ' ' && character !== '\t') {
      break;
    }
  }
  return { breaks, end: at };
}

/** YAML 1.2 section 8.1. */
function readBlock(
  reading: ScalarReading,
  text: string,
  { valueStart, valueEnd, indent, style, chomping }: ScalarEvent,
  { SCALAR_STYLE, CHOMPING_MODE }: typeof import('js-yaml'),
): void {
  const folded = style === SCALAR_STYLE.FOLDED_BLOCK;
  /** Line breaks since the last line that says something, its own included. */
  let breaks: number[] = [];
  let hasContent = false;
  let indentedMore = false;
  const putBreaks = (from: number): void => {
    for (const place of breaks.slice(from)) reading.put(1, place, place + 1);
  };
  for (const { start, end } of linesOf(text, valueStart, valueEnd)) {
    const content = contentStart(text, start, end, indent);
    if (content === undefined) {
      breaks.push(end);
      continue;
    }
    const startsBlank = text[content] === ' ' || text[content] === '\t';
    if (!folded || startsBlank || indentedMore || !hasContent) putBreaks(0);
    else if (breaks.length === 1) reading.put(1, breaks[0] ?? content, content);
    else putBreaks(1);
    reading.copy(content, end);
    breaks = [end];
    hasContent = true;
    indentedMore = startsBlank;
  }
  if (chomping === CHOMPING_MODE.KEEP) putBreaks(0);
  else if (chomping === CHOMPING_MODE.CLIP && hasContent) reading.put(1, breaks[0] ?? valueEnd, valueEnd);
}

/** Where a line of a block scalar goes on after its indentation; `undefined` for a line that counts as empty. */
function contentStart(text: string, start: number, end: number, indent: number): number | undefined {
  if (indent < 0) return undefined;
  let at = start;
  while (at - start < indent && text[at] === ' ') at += 1;
  return at < end ? start + indent : undefined;
}

function* linesOf(text: string, start: number, end: number): Generator<{ start: number; end: number }> {
  let lineStart = start;
  while (lineStart < end) {
    let at = lineStart;
    while (at < end && text[at] !== '\n' && text[at] !== '\r') at += 1;
    yield { start: lineStart, end: at };
    lineStart = text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;
  }
}
