/** `npm run docs`: writes docs/reference from the declarations of modules and languages. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { builtInRegistry } from '../src/modules/built-in.ts';
import { pipelineSchemaText } from '../src/pipeline/validation/json-schema.ts';
import { expressionReference } from './expression-reference.ts';
import { moduleReference } from './module-reference.ts';
import { templateReference } from './template-reference.ts';

const PAGES = {
  'modules.md': () => moduleReference(builtInRegistry()),
  'expressions.md': expressionReference,
  'templates.md': templateReference,
  'pipeline.schema.json': () => `${pipelineSchemaText(builtInRegistry())}\n`,
};

mkdirSync('docs/reference', { recursive: true });
for (const [name, write] of Object.entries(PAGES)) {
  writeFileSync(`docs/reference/${name}`, write());
  console.log(`docs/reference/${name}`);
}
