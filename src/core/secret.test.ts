import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { Secret } from './secret.ts';

it('shows its text only when asked to reveal it', () => {
  const secret = new Secret('hunter2');
  for (const shown of [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ secret }),
    inspect(secret, { showHidden: true }),
  ]) {
    expect(shown).not.toContain('hunter2');
    expect(shown).toContain('***');
  }
  expect(secret.reveal()).toBe('hunter2');
  expect(secret.isEmpty).toBe(false);
  expect(new Secret('').isEmpty).toBe(true);
});
