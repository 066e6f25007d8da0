import type { Moment } from './calendar.ts';
import type { Read } from './reading.ts';

/** How one part of a layout prints and is read. */
export interface LayoutPart {
  print(moment: Moment): string;
  readonly read: Read;
  /** Seconds, after which a text may have a fraction; or that fraction. */
  readonly role?: 'second' | 'fraction';
}

/** A part that stands for one of the reference moment. */
export interface LayoutElement extends LayoutPart {
  /** Source of a regular expression without groups. */
  readonly pattern: string;
}
