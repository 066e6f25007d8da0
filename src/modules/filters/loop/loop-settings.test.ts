import { describe, expect, it } from 'vitest';
import { compileModule, schemaAccepts } from '../../../../test/helpers/module-run.ts';
import { loopFilter } from './index.ts';

describe('mistakes found when it is compiled', () => {
  const problemsOf = async (
    config: Readonly<Record<string, unknown>>,
    loopAliases: readonly string[] = [],
  ) => {
    const whole = { field: 'l', itemName: 'it', filters: [], ...config };
    const { built, problems } = await compileModule(loopFilter, whole, {
      loopAliases,
      filters: [loopFilter],
    });
    const own = problems.filter(({ at, severity }) => at.length === 1 && severity !== 'warning');
    expect(built === undefined).toBe(own.length > 0);
    return problems.map(({ at, message, severity }) => [severity ?? 'error', at.join('.'), message]);
  };

  it.each(['record', '_metadata', '_errors', 'loop', 'meta', 'state', 'pagination', ' record '])(
    'the reserved alias %j',
    async (itemName) => {
      const reserved = `loop itemName is reserved: "${itemName.trim()}" already names a template variable or a loop scope key`;
      expect(await problemsOf({ itemName })).toEqual([['error', 'itemName', reserved]]);
    },
  );

  it.each(['line-item', 'a.b', '1st', 'a b', 'x[0]', '$x'])(
    'the alias %j, which is no name',
    async (itemName) => {
      expect(await problemsOf({ itemName })).toEqual([
        ['error', 'itemName', 'loop itemName must be a name: a letter or "_", then letters, digits and "_"'],
      ]);
    },
  );

  it.each([['Record'], ['it'], ['_x1'], ['élément'], ['count']])('not the alias %j', async (itemName) => {
    expect(await problemsOf({ itemName })).toEqual([]);
  });

  it.each(['contains', 'not', 'nil'])(
    'a warning for the alias %j, which conditions cannot read',
    async (itemName) => {
      expect(await problemsOf({ itemName })).toEqual([
        [
          'warning',
          'itemName',
          expect.stringContaining(`"${itemName}" is a word of the expression language`),
        ],
      ]);
    },
  );

  it('the alias of a loop around it', async () => {
    const message = 'loop itemName conflicts with an active parent loop alias: alias "it" already active';
    expect(await problemsOf({}, ['row', 'it'])).toEqual([['error', 'itemName', message]]);
    const nested = { type: 'loop', field: 'it.m', itemName: 'it', filters: [] };
    expect(await problemsOf({ filters: [nested] })).toEqual([['error', 'filters.0.itemName', message]]);
    const beside = { type: 'loop', field: 'it.m', itemName: 'sub', filters: [] };
    expect(await problemsOf({ filters: [beside, beside] })).toEqual([]);
  });

  it('blank names and malformed paths, together with those of nested filters', async () => {
    const nested = { type: 'loop', field: 'a[', itemName: ' ', filters: [] };
    expect(await problemsOf({ field: ' \t', itemName: '', filters: [nested] })).toEqual([
      ['error', 'field', 'loop filter requires non-empty field'],
      ['error', 'itemName', 'loop filter requires non-empty itemName'],
      ['error', 'filters.0.field', expect.stringContaining('invalid array index in path: "a["')],
      ['error', 'filters.0.itemName', 'loop filter requires non-empty itemName'],
    ]);
  });

  it.each<[config: Record<string, unknown>, accepted: boolean]>([
    [{ field: 'l', itemName: 'it', filters: [] }, true],
    [{ field: 'l', itemName: 'it', filters: [{ type: 'drop' }] }, true],
    [{ field: 'l', itemName: 'it' }, false],
    [{ field: 'l', filters: [] }, false],
    [{ itemName: 'it', filters: [] }, false],
    [{ field: '', itemName: 'it', filters: [] }, false],
    [{ field: 'l', itemName: '', filters: [] }, false],
    [{ field: 'l', itemName: 'it', filters: {} }, false],
    [{ field: 'l', itemName: 'it', filters: [], retry: {} }, false],
  ])('settings %j accepted: %s', (config, accepted) => {
    expect(schemaAccepts(loopFilter, config)).toBe(accepted);
  });
});
