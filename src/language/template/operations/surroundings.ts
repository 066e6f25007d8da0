import type { Escape } from '../escaping/escape.ts';
import type { Fail, Rendering } from '../rendering.ts';

/** What an operator works with besides its operands. */
export interface Surroundings {
  readonly fail: Fail;
  readonly rendering: Rendering;
  readonly escape: Escape | undefined;
}
