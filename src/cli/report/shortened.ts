/** How a text is cut when it is too long. Lengths are in characters (code points); none is ever split. */
export interface Shortening {
  /** The longest text that stays whole. */
  readonly longest: number;
  /** What is left of a longer one, before the ellipsis. */
  readonly kept: number;
  readonly ellipsis: string;
}

/** The text itself, or its beginning and an ellipsis. */
export function shortened(text: string, { longest, kept, ellipsis }: Shortening): string {
  if (text.length <= longest) return text;
  const characters = [...text];
  return characters.length <= longest ? text : characters.slice(0, kept).join('') + ellipsis;
}
