import { expect, it } from 'vitest';
import { compileContext, verdict } from '../../../test/helpers/module-run.ts';
import { compileCache } from './cache-fields.ts';

async function compile(settings: Parameters<typeof compileCache>[0], loopAliases: readonly string[] = []) {
  const { context, problems } = compileContext({ loopAliases });
  const compiled = await compileCache(settings, 'http_call', context);
  return { compiled, found: verdict(problems) };
}

it('fills in what the author leaves open', async () => {
  expect(await compile({ enabled: true })).toEqual({
    compiled: { maxSize: 1000, ttlSeconds: 300, key: undefined },
    found: [],
  });
});

it('renders the key from the record', async () => {
  const { compiled, found } = await compile({ enabled: true, maxSize: 5, key: '{{ record.id }}-x' });
  expect(found).toEqual([]);
  expect(compiled).toMatchObject({ maxSize: 5, ttlSeconds: 300 });
  expect(compiled !== 'off' && compiled?.key?.render({ record: { id: 7 } })).toBe('7-x');
});

it.each([undefined, {}, { enabled: false }])('is off with %j', async (settings) => {
  expect((await compile(settings)).compiled).toBe('off');
});

it('doubts a cache that nothing switches on, and not one that is switched off', async () => {
  expect((await compile({ maxSize: 5 })).found).toEqual([
    'warning cache: the cache has no effect without enabled: true',
  ]);
  expect((await compile({ enabled: false, maxSize: 5, key: 'a' })).found).toEqual([]);
});

it('doubts a key that tells no records apart', async () => {
  for (const key of ['customer.id', '{# record.id #}']) {
    const { compiled, found } = await compile({ enabled: true, key });
    expect(compiled).toBeDefined();
    expect(found).toEqual([
      expect.stringMatching(/^warning cache\.key: the key holds no template expression/),
    ]);
  }
  expect((await compile({ enabled: true, key: '{{ id }}' })).found).toEqual([
    expect.stringContaining('"id" never has a value, did you mean record.id?'),
  ]);
  expect((await compile({ enabled: true, key: '{{ line.id }}' }, ['line'])).found).toEqual([]);
});

it('refuses a key that is no template, also where the cache is off', async () => {
  const { compiled, found } = await compile({ key: '{{ record.id' });
  expect(compiled).toBeUndefined();
  expect(found).toEqual([
    expect.stringContaining('error cache.key: invalid template syntax in http_call cache key: '),
  ]);
});
