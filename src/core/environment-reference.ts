/** Source of a pattern for `${NAME}`; its group is the name. */
export const ENVIRONMENT_REFERENCE = String.raw`\$\{([A-Z_][A-Z0-9_]*)\}`;

const REFERENCE = new RegExp(ENVIRONMENT_REFERENCE);

/**
 * True for a text that holds a `${NAME}` of an environment variable. Until `run` has put the value in its place,
 * the form of the text says nothing.
 */
export function holdsEnvironmentReference(text: string): boolean {
  return REFERENCE.test(text);
}
