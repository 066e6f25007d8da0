const REFERENCE = /\$\{[A-Z_][A-Z0-9_]*\}/;

/**
 * True for a text that holds a `${NAME}` of an environment variable. Until `run` has put the value in its place,
 * the form of the text says nothing.
 */
export function holdsEnvironmentReference(text: string): boolean {
  return REFERENCE.test(text);
}
