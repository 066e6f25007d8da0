import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { moduleReference } from '../../build/module-reference.ts';
import { hostPorts } from '../../src/core/host-ports.ts';
import { isDataObject } from '../../src/core/record.ts';
import { builtInRegistry } from '../../src/modules/built-in.ts';
import { checkPipeline } from '../../src/pipeline/check-pipeline.ts';
import { parseDocument } from '../../src/pipeline/document/read-document.ts';
import { pipelineSchemaText } from '../../src/pipeline/validation/json-schema.ts';

const registry = builtInRegistry();
const ports = hostPorts();
const PAGES = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md')].sort();

const SCHEMA_FILE = 'docs/reference/pipeline.schema.json';

/** The places a fragment that is not a whole pipeline can leave open. */
const REST = {
  name: 'Fragment',
  input: { type: 'httpPolling', endpoint: 'https://source.example/items' },
  output: { type: 'httpRequest', endpoint: 'https://target.example/items' },
};

function yamlBlocks(): { page: string; line: number; text: string }[] {
  return PAGES.flatMap((page) => {
    const markdown = readFileSync(page, 'utf8');
    return [...markdown.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => ({
      page,
      line: markdown.slice(0, match.index).split('\n').length,
      text: match[1] ?? '',
    }));
  });
}

async function problemsOf(text: string, file: string): Promise<string[]> {
  const document = await parseDocument(text, file, 'yaml');
  const root = isDataObject(document.root) ? { ...REST, ...document.root } : document.root;
  const { problems } = await checkPipeline(
    { ...document, root, locate: () => ({ line: 1, column: 1 }) },
    registry,
    ports,
  );
  return problems.map(({ message }) => message);
}

describe('documentation', () => {
  it.each(yamlBlocks().map((block) => [`${block.page}:${block.line}`, block] as const))(
    'the YAML at %s validates',
    async (_place, { text, page }) => {
      expect(await problemsOf(text, page)).toEqual([]);
    },
  );

  it.each(globSync('examples/*.yaml').sort())('the example %s validates whole', async (file) => {
    const document = await parseDocument(readFileSync(file, 'utf8'), file, 'yaml');
    expect((await checkPipeline(document, registry, ports)).problems).toEqual([]);
  });

  it.each(globSync('examples/*.yaml').sort())('the example %s begins with the schema for editors', (file) => {
    const [, schema = ''] =
      /^# yaml-language-server: \$schema=(\S+)\n/.exec(readFileSync(file, 'utf8')) ?? [];
    expect(join(dirname(file), schema)).toBe(SCHEMA_FILE);
  });

  it('has a JSON Schema for editors that says what the modules declare (npm run docs)', () => {
    expect(readFileSync(SCHEMA_FILE, 'utf8')).toBe(`${pipelineSchemaText(registry)}\n`);
  });

  it('has a reference page that says what the modules declare (npm run docs)', () => {
    expect(readFileSync('docs/reference/modules.md', 'utf8')).toBe(moduleReference(registry));
  });

  it.each(PAGES)('%s links only to what exists', (page) => {
    const targets = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(
      (match) => match[1] ?? '',
    );
    const local = targets.filter((target) => !/^[a-z]+:/.test(target));
    expect(local.filter((target) => !existsSync(join(dirname(page), target)))).toEqual([]);
  });
});
