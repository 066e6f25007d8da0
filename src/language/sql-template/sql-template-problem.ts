/** A mistake in a SQL template. */
export interface SqlTemplateProblem {
  readonly message: string;
  /** 1-based number of the parameter at fault; absent when the text itself is. */
  readonly parameter?: number;
  /** UTF-16 offset in the text as it was given, where one is known. */
  readonly offset?: number;
}
