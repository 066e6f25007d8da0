import { expect, it, vi } from 'vitest';
import { compileTemplate } from './template.ts';

vi.mock('./engine.ts', () => {
  throw new Error('the engine was loaded');
});

const OPTIONS = { target: 'json', missing: 'strict' } as const;

it('renders text without tags and without the engine', async () => {
  const template = await compileTemplate('{"a": {"b": "100 %}"}}\r\n', OPTIONS);
  expect(template.render({})).toBe('{"a": {"b": "100 %}"}}');
});

it('loads the engine for a tag', async () => {
  await expect(compileTemplate('{{ 1 }}', OPTIONS)).rejects.toThrow();
});
