import { describe, expect, it } from 'vitest';
import { compileSound, schemaAccepts, testRun, verdictOn } from '../../../../test/helpers/module-run.ts';
import { httpCallFilter } from './index.ts';

const key = { field: 'id', paramType: 'query', paramName: 'id' };
const sound = { endpoint: 'https://h/x', keys: [key] };

describe('the settings of http_call', () => {
  it.each([
    {},
    { keys: undefined, body: '{}' },
    { keys: [], body: '{}' },
    { keys: undefined, bodyTemplateFile: 'b.json' },
    { cache: { enabled: true, maxSize: 1, ttlSeconds: 1, key: '{{ record.id }}' } },
    { errorClassification: { functional: [404] } },
    { mergeStrategy: 'append', resultKey: 'found', dataField: 'data[0]', retry: { maxAttempts: 0 } },
  ])('accept %j', (config) => {
    expect(schemaAccepts(httpCallFilter, definedOnly({ ...sound, ...config }))).toBe(true);
  });

  it.each([
    { keys: [{ ...key, paramType: 'cookie' }] },
    { keys: [{ ...key, field: '' }] },
    { keys: [{ ...key, paramName: undefined }] },
    { keys: [{ ...key, default: 1 }] },
    { cache: { maxSize: 0 } },
    { cache: { ttlSeconds: 0 } },
    { cache: { defaultTTL: 1 } },
    { cache: { key: '' } },
    { mergeStrategy: 'overwrite' },
    { mergeStrategy: 'append', resultKey: '' },
    { errorClassification: { functional: [] } },
    { errorClassification: { technical: [99] } },
    { errorClassification: { fatal: [500] } },
    { success: { statusCodes: [200] } },
    { batchSize: 5 },
  ])('refuse %j', (config) => {
    expect(schemaAccepts(httpCallFilter, { ...sound, ...config })).toBe(false);
  });

  it.each([
    [
      { keys: undefined, body: '' },
      'error keys: http_call keys is required: give at least one key, or a body',
    ],
    [{ keys: [] }, 'error keys: http_call keys is required: give at least one key, or a body'],
    [
      { mergeStrategy: 'append', resultKey: ' ' },
      'error resultKey: http_call: resultKey is required when mergeStrategy is append',
    ],
    [{ dataField: 'a[' }, 'error dataField: invalid array index in path'],
    [{ endpoint: 'https://h/{{ record.id' }, 'error endpoint: http_call: invalid endpoint template: '],
    [{ headers: { A: '{% if %}' } }, 'error headers.A: http_call: invalid template in header "A": '],
    [
      { cache: { key: '{{ record.a | nope }}' } },
      'error cache.key: invalid template syntax in http_call cache key: ',
    ],
    [{ method: 'HEAD', body: 'x' }, 'error body: a HEAD request carries no body'],
    [
      { authentication: { type: 'bearer', credentials: { token: '' } } },
      'error authentication.credentials: token is required for bearer authentication',
    ],
    [
      { errorClassification: { functional: [404, 409], technical: [500, 409] } },
      'warning errorClassification.technical[1]: the status is functional as well, which wins',
    ],
  ])('say what is wrong with %j', async (config, expected) => {
    const verdict = await verdictOn(httpCallFilter, { ...sound, ...config });
    expect(verdict).toEqual([expect.stringContaining(expected)]);
  });
});

it('does not run in this version', async () => {
  const filter = await compileSound(httpCallFilter, sound);
  await expect(filter.open?.(testRun())).rejects.toThrow(
    'module type "http_call" is not supported in this version yet',
  );
});

function definedOnly(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
}
