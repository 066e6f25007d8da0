import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DataObject, isDataObject, type Value } from '../../src/core/record.ts';
import { parseDocument } from '../../src/pipeline/document/read-document.ts';

/** The cases of one fixture file: `subject/name`, and the list that the file holds. */
export interface FixtureFile {
  readonly name: string;
  readonly cases: readonly DataObject[];
}

/**
 * Every YAML file of every subject folder below the folder, each `cases:` and a list. Integers beyond 2^53 are read
 * exactly.
 */
export async function fixtureFiles(folder: string): Promise<FixtureFile[]> {
  const root = join(import.meta.dirname, folder);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yaml'),
  );
  return Promise.all(
    files.sort().map(async (file) => {
      const document = await parseDocument(readFileSync(join(root, file), 'utf8'), file);
      const cases = isDataObject(document.root) ? document.root['cases'] : undefined;
      if (!Array.isArray(cases)) throw new Error(`${file} must hold cases: and a list`);
      return { name: file.replace(/\.yaml$/, ''), cases: cases as DataObject[] };
    }),
  );
}

/** The text of a field that every case must have. */
export function textField(fixture: DataObject, field: string): string {
  const text = fixture[field];
  if (typeof text !== 'string') throw new Error(`a case needs ${field}: ${JSON.stringify(fixture)}`);
  return text;
}

/** Refuses fields that mean nothing, which would be a typing mistake that switches a check off. */
export function checkFields(fixture: DataObject, known: readonly string[]): void {
  for (const field of Object.keys(fixture)) {
    if (!known.includes(field)) throw new Error(`unknown field ${field} in a case`);
  }
}

/** The outcome that a case asks for: a value, or an error and when it occurs. */
export function expectedOutcome(fixture: DataObject, field: 'value' | 'output'): Outcome {
  const { [field]: value, error, at } = fixture;
  if ((value === undefined) === (error === undefined)) {
    throw new Error(`a case has either ${field} or error: ${JSON.stringify(fixture['title'] ?? fixture)}`);
  }
  if (error === undefined) return { value: value as Value };
  if (at !== 'compile' && at !== 'run') throw new Error('a case with error says at: compile or at: run');
  return { error: String(error), at };
}

/** What a program did. */
export type Outcome = { readonly value: Value } | { readonly error: string; readonly at: 'compile' | 'run' };
