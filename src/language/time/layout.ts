import { BoundedCache } from '../../core/bounded-cache.ts';
import type { Moment } from './calendar.ts';
import { KEPT_TEXTS } from './kept-texts.ts';
import { LAYOUT_ELEMENTS } from './layout-element.ts';
import { FRACTION_PATTERN, fractionPart, optionalFraction } from './layout-fraction.ts';
import type { LayoutPart } from './layout-part.ts';
import { literal, type Read, startOfReading } from './reading.ts';
import { type DateProblem, type WrittenMoment, writtenMoment } from './written-moment.ts';

/** A compiled layout. Every text is one: what is no part of the reference moment stands for itself. */
export interface Layout {
  print(moment: Moment): string;
  /**
   * Reads a whole text. A missing year is 0, a missing month or day the first, a missing time midnight; a fraction
   * of a second may follow the seconds whether the layout has one or not, and its digits after the ninth are cut.
   */
  read(text: string): WrittenMoment | DateProblem;
  /** The texts between the parts of the reference moment. */
  readonly literals: readonly string[];
}

/** One group per element, in the order of {@link LAYOUT_ELEMENTS}, then one for the fraction of a second. */
const TOKEN = new RegExp(
  [...LAYOUT_ELEMENTS.map(({ pattern }) => pattern), FRACTION_PATTERN]
    .map((pattern) => `(${pattern})`)
    .join('|'),
  'g',
);

type Part = string | LayoutPart;

/** Compiles a layout: an example that shows how the reference moment, Mon Jan 2 15:04:05 2006 -0700 MST, is written. */
export function compileLayout(layout: string): Layout {
  const parts: Part[] = [];
  let end = 0;
  for (const match of layout.matchAll(TOKEN)) {
    if (match.index > end) parts.push(layout.slice(end, match.index));
    end = match.index + match[0].length;
    const element = match.slice(1).findIndex((group) => group !== undefined);
    parts.push(LAYOUT_ELEMENTS[element] ?? fractionPart(match[0]));
  }
  if (end < layout.length) parts.push(layout.slice(end));
  const reads = readsOf(parts);
  return {
    print: (moment) => {
      let text = '';
      for (const part of parts) text += typeof part === 'string' ? part : part.print(moment);
      return text;
    },
    read: (text) => {
      const reading = startOfReading();
      for (const read of reads) if (!read(text, reading)) return 'does not match';
      return reading.at === text.length ? writtenMoment(reading) : 'does not match';
    },
    literals: parts.filter((part) => typeof part === 'string'),
  };
}

/** What reads the parts one after the other; a fraction may follow seconds unless the layout has one next. */
function readsOf(parts: readonly Part[]): Read[] {
  return parts.flatMap((part, at) => {
    if (typeof part === 'string') return literal(part);
    if (part.role !== 'second') return part.read;
    const next = parts.slice(at + 1).find((following) => typeof following !== 'string');
    return next?.role === 'fraction' ? part.read : [part.read, optionalFraction];
  });
}

const layouts = new BoundedCache<Layout>(KEPT_TEXTS);

/** The compiled layout, kept for the next time. */
export function layoutOf(text: string): Layout {
  return layouts.get(text, compileLayout);
}
