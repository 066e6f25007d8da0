import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hostPorts } from '../../src/core/host-ports.ts';
import type { DataObject } from '../../src/core/record.ts';
import { builtInRegistry } from '../../src/modules/built-in.ts';
import type { ModuleDefinition } from '../../src/modules/contract/definition.ts';
import { checkPipeline } from '../../src/pipeline/check-pipeline.ts';
import { parseDocument } from '../../src/pipeline/document/read-document.ts';

const registry = builtInRegistry();
const ports = hostPorts();

const FOLDERS = { input: 'inputs', filter: 'filters', output: 'outputs' } as const;
const COMPLETE: DataObject = {
  name: 'Conformance',
  id: 'conformance',
  input: { type: 'httpPolling', endpoint: 'https://source.example/items' },
  filters: [],
  output: { type: 'httpRequest', endpoint: 'https://target.example/items' },
};

/** A whole pipeline around one module's settings. */
function pipelineWith(definition: ModuleDefinition, config: Readonly<Record<string, unknown>>): string {
  const module = { type: definition.type, ...config };
  const place = definition.kind === 'filter' ? { filters: [module] } : { [definition.kind]: module };
  return JSON.stringify({ ...COMPLETE, ...place });
}

async function problemsOf(text: string): Promise<string[]> {
  const document = await parseDocument(text, 'conformance.json', 'json');
  const { problems, warnings } = await checkPipeline(document, registry, ports);
  return [...problems, ...warnings].map(({ message }) => message);
}

interface DescribedSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, DescribedSchema>>;
  readonly items?: DescribedSchema;
  readonly oneOf?: readonly DescribedSchema[];
}

function undescribed(schema: DescribedSchema, path: string): string[] {
  const nested = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    ...(field.description === undefined || field.description.length < 8 ? [`${path}.${name}`] : []),
    ...undescribed(field, `${path}.${name}`),
  ]);
  const shapes = (schema.oneOf ?? []).flatMap((shape) => undescribed(shape, path));
  return [
    ...nested,
    ...shapes,
    ...(schema.items === undefined ? [] : undescribed(schema.items, `${path}[]`)),
  ];
}

describe.each(
  registry.all().map((definition) => [`${definition.kind} ${definition.type}`, definition] as const),
)('%s', (_name, definition) => {
  it('describes itself and each of its fields', () => {
    expect(definition.summary).toMatch(/^[A-Z].*\.$/);
    expect(undescribed(definition.schema as DescribedSchema, definition.type)).toEqual([]);
  });

  it('is closed: a field it does not know is refused', async () => {
    const example = definition.examples[0];
    const messages = await problemsOf(pipelineWith(definition, { ...example?.config, noSuchField: 1 }));
    expect(messages).toEqual(['unknown properties noSuchField are not allowed']);
  });

  it('has at least one example, and every example validates and compiles without a warning', async () => {
    expect(definition.examples.length).toBeGreaterThan(0);
    for (const { config } of definition.examples) {
      expect(await problemsOf(pipelineWith(definition, config))).toEqual([]);
    }
  });

  it('refuses null for the whole of its settings and names the wrong kind of value', async () => {
    const messages = await problemsOf(
      JSON.stringify({ ...COMPLETE, [definition.kind === 'filter' ? 'filters' : definition.kind]: null }),
    );
    expect(messages.join()).toMatch(/expected (array|object), got null/);
  });

  it('stands on the reference page', () => {
    expect(readFileSync('docs/reference/modules.md', 'utf8')).toContain(
      `### ${definition.kind} \`${definition.type}\``,
    );
  });

  it('has a folder and tests of its own', () => {
    const folder = definition.type
      .replaceAll('_', '-')
      .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const path = `src/modules/${FOLDERS[definition.kind]}/${folder}`;
    expect(existsSync(`${path}/index.ts`)).toBe(true);
    expect(globSync(`${path}/*.test.ts`)).not.toEqual([]);
  });
});

it('names the supported types for an unknown one', async () => {
  const unknown = { ...COMPLETE, filters: [{ type: 'mappings' }] };
  const document = await parseDocument(JSON.stringify(unknown), 'x.json', 'json');
  const { problems } = await checkPipeline(document, registry, ports);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.path).toEqual(['filters', 0, 'type']);
  for (const type of registry.types('filter')) expect(problems[0]?.message).toContain(type);
  expect(problems[0]?.suggestion).toBe('mapping');
});
