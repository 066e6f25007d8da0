import type { Rendering } from './rendering.ts';
import type { TemplateMapping, TemplateValue } from './value.ts';

/** Where one rendering, or one call of a macro in it, keeps its values. Nothing of it outlives the rendering. */
export class Frame {
  /** The top-level names that the template was given. */
  readonly variables: TemplateMapping;
  readonly rendering: Rendering;
  /** Values of names that tags set, each at the slot the compiler gave it; `undefined` when it is not set. */
  readonly locals: (TemplateValue | undefined)[];
  /** The frame in which the macro was defined. */
  readonly outer: Frame | undefined;

  constructor(variables: TemplateMapping, rendering: Rendering, slots: number, outer?: Frame) {
    this.variables = variables;
    this.rendering = rendering;
    this.locals = slots === 0 ? NO_LOCALS : new Array<undefined>(slots).fill(undefined);
    this.outer = outer;
  }
}

const NO_LOCALS: (TemplateValue | undefined)[] = [];

/** A compiled expression. */
export type Evaluate = (frame: Frame) => TemplateValue;

/** A compiled expression that is only asked whether it holds. */
export type Condition = (frame: Frame) => boolean;

/** A compiled statement or body: the text it prints, which is accounted for already. */
export type Write = (frame: Frame) => string;
