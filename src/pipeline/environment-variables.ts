import type { Environment } from '../core/ports.ts';
import type { DataObject, Value } from '../core/record.ts';
import { setOwn } from '../core/value.ts';

const REFERENCE = /\$\{([A-Z_][A-Z0-9_]*)\}/g;
/** Property whose value names a variable that the module resolves itself; never expanded in place. */
const REFERENCE_PROPERTY = 'connectionStringRef';

/** Variables that a pipeline file names and the environment lacks. The message never holds a value. */
export class UnresolvedVariablesError extends Error {
  override readonly name = 'UnresolvedVariablesError';
  readonly variables: readonly string[];

  constructor(variables: readonly string[]) {
    super(
      `unresolved environment variable(s): ${variables.join(', ')} — set them before running, or remove the \${...} reference`,
    );
    this.variables = variables;
  }
}

/**
 * Replaces every `${NAME}` in every string value by the environment's value, in one pass: an expanded value is
 * not expanded again. Keys, numbers and `connectionStringRef` values stay as they are, but a variable that
 * `connectionStringRef` names must be set too. Returns a new document.
 *
 * @throws {UnresolvedVariablesError} naming every variable that is unset or empty, sorted, once
 */
export function substituteEnvironment(document: DataObject, environment: Environment): DataObject {
  const missing = new Set<string>();
  const lookup = (name: string): string => {
    const value = environment.get(name);
    if (value === undefined || value === '') missing.add(name);
    return value ?? '';
  };
  const substituted = substitute(document, lookup) as DataObject;
  if (missing.size > 0) throw new UnresolvedVariablesError([...missing].sort());
  return substituted;
}

function substitute(value: Value, lookup: (name: string) => string): Value {
  if (typeof value === 'string') return value.replace(REFERENCE, (_match, name: string) => lookup(name));
  if (Array.isArray(value)) return value.map((item) => substitute(item, lookup));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const result: DataObject = {};
  for (const [key, member] of Object.entries(value)) {
    const expanded = substitute(member, lookup);
    setOwn(result, key, key === REFERENCE_PROPERTY ? member : expanded);
  }
  return result;
}
