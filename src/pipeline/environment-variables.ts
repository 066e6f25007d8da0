import type { DocumentPath } from '../core/document-path.ts';
import { ENVIRONMENT_REFERENCE } from '../core/environment-reference.ts';
import type { Environment } from '../core/ports.ts';
import type { DataObject, Value } from '../core/record.ts';
import { setOwn } from '../core/value.ts';
import { type Replacement, Substitutions } from './substitutions.ts';

const REFERENCE = new RegExp(ENVIRONMENT_REFERENCE, 'g');
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

/** A document with values in place of its references. */
export interface SubstitutedDocument {
  readonly root: DataObject;
  readonly substitutions: Substitutions;
}

/**
 * Replaces every `${NAME}` in every string value by the environment's value, in one pass: an expanded value is
 * not expanded again. Keys, numbers and `connectionStringRef` values stay as they are, but a variable that
 * `connectionStringRef` names must be set too. Gives a new document.
 *
 * @throws {UnresolvedVariablesError} naming every variable that is unset or empty, sorted, once
 */
export function substituteEnvironment(document: DataObject, environment: Environment): SubstitutedDocument {
  const substitution = new Substitution(environment);
  const root = substitution.object(document, []);
  if (substitution.missing.size > 0) throw new UnresolvedVariablesError([...substitution.missing].sort());
  return { root, substitutions: substitution.places };
}

class Substitution {
  readonly places = new Substitutions();
  readonly missing: Set<string>;
  readonly #environment: Environment;

  constructor(environment: Environment, missing = new Set<string>()) {
    this.#environment = environment;
    this.missing = missing;
  }

  object(object: DataObject, path: DocumentPath): DataObject {
    const result: DataObject = {};
    for (const [key, member] of Object.entries(object)) {
      const isReference = key === REFERENCE_PROPERTY;
      setOwn(result, key, isReference ? this.#checked(member) : this.#value(member, [...path, key]));
    }
    return result;
  }

  #value(value: Value, path: DocumentPath): Value {
    if (typeof value === 'string') return this.#text(value, path);
    if (Array.isArray(value)) return value.map((item, index) => this.#value(item, [...path, index]));
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    return this.object(value, path);
  }

  #text(written: string, path: DocumentPath): string {
    let text = '';
    let copied = 0;
    const replacements: Replacement[] = [];
    for (const { 0: reference, 1: variable = '', index } of written.matchAll(REFERENCE)) {
      text += written.slice(copied, index);
      copied = index + reference.length;
      const start = text.length;
      text += this.#lookup(variable);
      replacements.push({ variable, writtenStart: index, writtenEnd: copied, start, end: text.length });
    }
    if (replacements.length === 0) return written;
    text += written.slice(copied);
    this.places.add(path, text, replacements);
    return text;
  }

  /** The value itself, once its variables are known to be set. */
  #checked(value: Value): Value {
    new Substitution(this.#environment, this.missing).#value(value, []);
    return value;
  }

  #lookup(variable: string): string {
    const value = this.#environment.get(variable);
    if (value === undefined || value === '') this.missing.add(variable);
    return value ?? '';
  }
}
