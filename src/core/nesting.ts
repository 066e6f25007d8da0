/** How many lists and objects may stand inside each other, in JSON text and in everything that walks a value. */
export const DEEPEST_NESTING = 1000;

/** What is wrong with data beyond {@link DEEPEST_NESTING}. */
export const NESTING_REFUSAL = `nests deeper than ${DEEPEST_NESTING} levels`;
