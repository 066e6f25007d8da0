import { expect, it } from 'vitest';
import { formatTable } from './table.ts';

it('aligns text to the left, numbers to the right and leaves null cells empty', () => {
  expect(
    formatTable([
      { id: 7, name: 'Ada', note: null },
      { id: 1234, name: 'Grace Hopper', note: 'x' },
    ]),
  ).toBe(
    ['  id  name          note', '────  ────────────  ────', '   7  Ada', '1234  Grace Hopper  x'].join('\n'),
  );
});

it('prints nothing but an empty frame for no rows', () => {
  expect(formatTable([])).toBe('\n');
});
