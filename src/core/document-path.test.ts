import { expect, it } from 'vitest';
import { documentPathText } from './document-path.ts';

it.each([
  [[], '/'],
  [['name'], 'name'],
  [['filters', 2, 'mappings', 0, 'target'], 'filters[2].mappings[0].target'],
])('%j reads %s', (path, text) => {
  expect(documentPathText(path)).toBe(text);
});
