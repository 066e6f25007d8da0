import { closestName } from '../../core/closest-name.ts';
import type { DocumentPath } from '../../core/document-path.ts';
import { isDataObject, type Value } from '../../core/record.ts';
import { getOwn } from '../../core/value.ts';
import type { ModuleRegistry } from '../../modules/contract/registry.ts';
import type { ParsedDocument } from '../document/parsed-document.ts';
import { type DocumentProblem, inDocumentOrder } from './document-problem.ts';
import type { Finding } from './finding.ts';
import { PIPELINE_SCHEMA } from './pipeline-schema.ts';
import { type ModulePlace, type ObjectPlace, type ObjectSchema, SchemaChecker } from './schema-checker.ts';
import { missing, wrongType } from './schema-error.ts';

/**
 * Checks the structure of a configuration: the root first, then each module by the schema of its own `type`,
 * filters inside filters to any depth. Touches no file, environment or network.
 *
 * @returns everything that is wrong, in document order; empty when the structure is sound
 */
export async function validateDocument(
  document: ParsedDocument,
  registry: ModuleRegistry,
): Promise<DocumentProblem[]> {
  const findings = await findingsOf(document.root, registry);
  return inDocumentOrder(
    findings.map(({ pointsAt, ...finding }) => ({
      ...finding,
      position: document.locate(pointsAt?.path ?? finding.path, pointsAt?.part ?? 'value'),
    })),
  );
}

async function findingsOf(root: Value, registry: ModuleRegistry): Promise<Finding[]> {
  if (root === null) return [{ path: [], type: 'required', message: 'configuration data is nil' }];
  if (!isDataObject(root)) return [wrongType(['object'], root, [])];
  if (Object.keys(root).length === 0)
    return [{ path: [], type: 'required', message: 'configuration data is empty' }];
  const checker = await SchemaChecker.create();
  const findings = nonFiniteNumbers(root, []);
  let wave = new Map<ObjectSchema, ObjectPlace[]>([[PIPELINE_SCHEMA, [{ value: root, path: [] }]]]);
  while (wave.size > 0) {
    const next = new Map<ObjectSchema, ObjectPlace[]>();
    for (const [schema, places] of wave) {
      const check = checker.check(schema, places);
      findings.push(...check.findings);
      for (const module of check.modules) {
        const branch = branchOf(module, registry);
        if ('problem' in branch) findings.push(branch.problem);
        else if (next.get(branch.schema)?.push(module) === undefined) next.set(branch.schema, [module]);
      }
    }
    wave = next;
  }
  return findings;
}

/** The schema that a module's `type` selects, or why there is none. */
function branchOf(
  { kind, value, path }: ModulePlace,
  registry: ModuleRegistry,
): { readonly schema: ObjectSchema } | { readonly problem: Finding } {
  const type = getOwn(value, 'type');
  if (type === undefined) return { problem: missing(['type'], path) };
  const typePath = [...path, 'type'];
  if (typeof type !== 'string') return { problem: wrongType(['string'], type, typePath) };
  const definition = registry.get(kind, type);
  if (definition !== undefined) return { schema: definition.schema };
  const supported = registry.types(kind).sort();
  const suggestion = closestName(type, supported);
  return {
    problem: {
      path: typePath,
      type: 'enum',
      message: `unknown ${kind} type. Supported ${kind} types: ${supported.join(', ')}`,
      ...(suggestion === undefined ? {} : { suggestion }),
    },
  };
}

/** YAML can write numbers that JSON and SQL cannot carry; they are refused wherever they stand. */
function nonFiniteNumbers(value: Value, path: DocumentPath): Finding[] {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    const kind = Number.isNaN(value) ? 'NaN' : 'infinity';
    return [
      { path, type: 'type', message: `expected a finite number, got ${kind}`, expected: 'finite number' },
    ];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => nonFiniteNumbers(item, [...path, index]));
  if (!isDataObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => nonFiniteNumbers(member, [...path, key]));
}
