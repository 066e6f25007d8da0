/** `npm run docs`: writes docs/reference/modules.md from the modules' own declarations. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { builtInRegistry } from '../src/modules/built-in.ts';
import { moduleReference } from './module-reference.ts';

mkdirSync('docs/reference', { recursive: true });
writeFileSync('docs/reference/modules.md', moduleReference(builtInRegistry()));
console.log('docs/reference/modules.md');
