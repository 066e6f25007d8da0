import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostPorts } from '../../src/core/host-ports.ts';
import { type DataObject, isDataObject, type Value } from '../../src/core/record.ts';
import { getOwn } from '../../src/core/value.ts';
import { builtInRegistry } from '../../src/modules/built-in.ts';
import type { ModuleDefinition } from '../../src/modules/contract/definition.ts';
import { COMMON_FIELDS } from '../../src/modules/contract/schema.ts';
import { checkPipeline } from '../../src/pipeline/check-pipeline.ts';
import { parseDocument } from '../../src/pipeline/document/read-document.ts';
import { modulesOf } from '../../src/pipeline/validation/doubts/placed-modules.ts';
import { assembleJsonSchema } from '../../src/pipeline/validation/json-schema.ts';
import { PIPELINE_SCHEMA } from '../../src/pipeline/validation/pipeline-schema.ts';

const FOLDER = join(import.meta.dirname, 'valid');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
const registry = builtInRegistry();
const isValidForEditors = new Ajv2020.default({ strict: false }).compile(assembleJsonSchema(registry));

const home = process.cwd();
beforeAll(() => process.chdir(FOLDER));
afterAll(() => process.chdir(home));

async function read(file: string) {
  return parseDocument(readFileSync(join(FOLDER, file), 'utf8'), file);
}

describe('a maximal configuration file', () => {
  it.each(files)('%s has neither a problem nor a doubt, for the program and for editors', async (file) => {
    const document = await read(file);
    const ports = { ...hostPorts(), environment: { get: () => undefined } };
    expect(await checkPipeline(document, registry, ports)).toEqual({ problems: [], warnings: [] });
    isValidForEditors(document.root);
    expect(isValidForEditors.errors ?? []).toEqual([]);
  });
});

describe('the maximal configuration files', () => {
  it('use every field of the root', async () => {
    const used = new Set<string>();
    for (const { root } of await Promise.all(files.map(read))) collectUsed(root, ROOT, '', used);
    expect(fieldsOf(ROOT, '').filter((field) => !used.has(field))).toEqual([]);
  });

  it.each(registry.all().map((definition) => [`${definition.kind} ${definition.type}`, definition] as const))(
    'use every field of the %s',
    async (_name, definition) => {
      const used = new Set<string>();
      for (const config of await configsOf(definition)) collectUsed(config, definition.schema, '', used);
      const unused = fieldsOf(definition.schema, '').filter((field) => !used.has(field));
      expect(unused.filter((field) => !Object.hasOwn(COMMON_FIELDS, field))).toEqual([]);
    },
  );
});

async function configsOf({ kind, type }: ModuleDefinition): Promise<DataObject[]> {
  const configs: DataObject[] = [];
  for (const { root } of await Promise.all(files.map(read))) {
    for (const module of isDataObject(root) ? modulesOf(root) : []) {
      if (module.kind === kind && getOwn(module.config, 'type') === type) configs.push(module.config);
    }
  }
  return configs;
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly const?: unknown;
}

// TypeBox gives the schemas types of its own.
const ROOT = PIPELINE_SCHEMA as unknown as Schema;

/** Every field of an object, fields of objects inside it and of each of their shapes included. */
function fieldsOf(schema: Schema, prefix: string): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    prefix + name,
    ...fieldsOf(field, `${prefix}${name}.`),
  ]);
  const items = schema.items === undefined ? [] : fieldsOf(schema.items, prefix);
  return [
    ...own,
    ...items,
    ...(schema.oneOf ?? []).flatMap((shape) => fieldsOf(shape, prefix + shapeOf(shape))),
  ];
}

/** The same names for the fields that a value has. */
function collectUsed(value: Value, schema: Schema, prefix: string, used: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) if (schema.items !== undefined) collectUsed(item, schema.items, prefix, used);
  } else if (isDataObject(value)) {
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      const member = getOwn(value, name);
      if (member === undefined) continue;
      used.add(prefix + name);
      collectUsed(member, field, `${prefix}${name}.`, used);
    }
    for (const shape of schema.oneOf ?? []) {
      if (shape.properties?.['type']?.const === getOwn(value, 'type'))
        collectUsed(value, shape, prefix + shapeOf(shape), used);
    }
  }
}

function shapeOf({ properties }: Schema): string {
  return `(${String(properties?.['type']?.const)}) `;
}
