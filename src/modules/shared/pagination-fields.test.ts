import { describe, expect, it } from 'vitest';
import { compileContext, verdict } from '../../../test/helpers/module-run.ts';
import { compilePagination } from './pagination-fields.ts';

type Settings = NonNullable<Parameters<typeof compilePagination>[0]>;

function compile(settings: Settings | undefined, transport: 'parameter' | 'template' = 'parameter') {
  const { context, problems } = compileContext();
  const compiled = compilePagination(settings, 'httpPolling', transport, context);
  return { compiled, found: verdict(problems) };
}

const page: Settings = { type: 'page', param: 'p', totalPagesField: 'meta.pages' };
const cursor: Settings = { type: 'cursor', param: 'c', nextCursorField: 'next' };
const offset: Settings = { type: 'offset', param: 'o', limitParam: 'n', totalField: 'total' };

describe('compilePagination', () => {
  it.each([
    [page, { type: 'page', param: 'p', size: undefined }, 'meta.pages'],
    [cursor, { type: 'cursor', param: 'c', size: undefined }, 'next'],
    [offset, { type: 'offset', param: 'o', size: { param: 'n', limit: 100 } }, 'total'],
    [{ ...offset, limit: 2 }, { type: 'offset', param: 'o', size: { param: 'n', limit: 2 } }, 'total'],
    [
      { ...page, limit: 5, limitParam: 'n' },
      { type: 'page', param: 'p', size: { param: 'n', limit: 5 } },
      'meta.pages',
    ],
  ])('reads %j', (settings, expected, field) => {
    const { compiled, found } = compile(settings);
    expect(found).toEqual([]);
    expect(compiled).toMatchObject({ ...expected, field: { text: field } });
  });

  it('has one page without the setting', () => {
    expect(compile(undefined).compiled).toBe('none');
  });

  it.each<[Settings, string]>([
    [{ ...page, totalPagesField: '' }, 'totalPagesField is required when pagination.type is "page"'],
    [{ ...cursor, nextCursorField: '' }, 'nextCursorField is required when pagination.type is "cursor"'],
    [{ ...offset, totalField: '' }, 'totalField is required when pagination.type is "offset"'],
  ])('refuses the empty field of %j', (settings, reason) => {
    const { compiled, found } = compile(settings);
    expect(compiled).toBeUndefined();
    expect(found).toEqual([
      expect.stringContaining(`: httpPolling pagination invalid: pagination.${reason}`),
    ]);
  });

  it('refuses a field that is no path', () => {
    expect(compile({ ...cursor, nextCursorField: 'a[' })).toEqual({
      compiled: undefined,
      found: [expect.stringContaining('error pagination.nextCursorField: invalid array index in path')],
    });
  });

  it.each<[Settings, 'parameter' | 'template', string[]]>([
    [
      { ...page, nextCursorField: 'x', totalField: '' },
      'parameter',
      [
        'warning pagination.nextCursorField: nextCursorField has no effect with pagination.type page',
        'warning pagination.totalField: totalField has no effect with pagination.type page',
      ],
    ],
    [
      { ...page, limit: 5 },
      'parameter',
      [
        'warning pagination.limit: limit has no effect without limitParam: the size of a page is sent when both are given',
      ],
    ],
    [
      { ...page, limitParam: 'n' },
      'parameter',
      [
        'warning pagination.limitParam: limitParam has no effect without limit: the size of a page is sent when both are given',
      ],
    ],
    [
      { ...page, limit: 5, limitParam: 'n' },
      'template',
      [
        'warning pagination.limit: limit has no effect with pagination.type page: write the size of a page in the body',
        'warning pagination.limitParam: limitParam has no effect with pagination.type page: write the size of a page in the body',
      ],
    ],
    [offset, 'template', []],
  ])('doubts settings that %j has no use for as a %s', (settings, transport, expected) => {
    const { compiled, found } = compile(settings, transport);
    expect(compiled).toBeDefined();
    expect(found).toEqual(expected);
  });
});
