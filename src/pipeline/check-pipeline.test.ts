import { Type } from 'typebox';
import { expect, it } from 'vitest';
import { defineFilter, defineInput, defineOutput, type Problem } from '../modules/contract/definition.ts';
import { ModuleRegistry } from '../modules/contract/registry.ts';
import { checkPipeline } from './check-pipeline.ts';
import { parseDocument } from './document/read-document.ts';

const ports = {
  files: { readText: () => '', absolute: (path: string) => path },
  environment: { get: () => undefined },
};

/** A registry whose filter `step` reports these problems. */
function registryReporting(problems: readonly Problem[]): ModuleRegistry {
  const registry = new ModuleRegistry();
  const about = { summary: '', examples: [] };
  const fields = { program: Type.Optional(Type.String()) };
  registry.register(defineInput({ ...about, type: 'source', fields, compile: () => ({ async *read() {} }) }));
  registry.register(
    defineOutput({
      ...about,
      type: 'sink',
      fields,
      compile: () => ({ write: async () => ({ sent: 0 }), preview: () => [] }),
    }),
  );
  registry.register(
    defineFilter({
      ...about,
      type: 'step',
      fields,
      compile(_config, context) {
        for (const problem of problems) context.report(problem);
        return undefined;
      },
    }),
  );
  return registry;
}

const YAML = `name: x
input: { type: source }
filters:
  - type: step
    program: |
      let total = 1;
      total +  + "\${SECRET}"
output: { type: sink }
`;
const AT = { at: ['program'], type: 'expression', message: 'unexpected token +' } as const;
const OFFSET = 'let total = 1;\ntotal +  '.length;

it('gives problems in the order of the document', async () => {
  const document = await parseDocument(YAML, 'p.yaml');
  const registry = registryReporting([
    { ...AT, offset: OFFSET },
    { ...AT, offset: 4 },
    { ...AT, at: [] },
  ]);
  const { problems } = await checkPipeline(document, registry, ports);
  expect(problems.map(({ position }) => position.line)).toEqual([4, 6, 7]);
});

it('puts a mistake inside a text at its own place in the file and shows its line where it may', async () => {
  const document = await parseDocument(YAML, 'p.yaml');
  const problems = [AT, { ...AT, offset: OFFSET }, { ...AT, offset: OFFSET, quotable: true }];
  const path = ['filters', 0, 'program'];
  const { type, message } = AT;
  expect((await checkPipeline(document, registryReporting(problems), ports)).problems).toEqual([
    { path, type, message, position: { line: 5, column: 14 } },
    { path, type, message, position: { line: 7, column: 16 } },
    {
      path,
      type,
      message,
      position: { line: 7, column: 16 },
      excerpt: { line: 'total +  + "${SECRET}"', caret: 9 },
    },
  ]);
});
