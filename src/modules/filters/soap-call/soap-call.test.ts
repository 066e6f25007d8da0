import { describe, expect, it } from 'vitest';
import { compileSound, schemaAccepts, testRun, verdictOn } from '../../../../test/helpers/module-run.ts';
import { soapCallFilter } from './index.ts';

const sound = { endpoint: 'https://h/s', operation: 'Get', body: '<Get/>' };

describe('the settings of soap_call', () => {
  it.each([
    {},
    { keys: [], cache: { enabled: true }, dataField: 'Envelope.Body.X', retry: { maxAttempts: 2 } },
    { mergeStrategy: 'append', resultKey: 'stock' },
  ])('accept %j', (config) => {
    expect(schemaAccepts(soapCallFilter, { ...sound, ...config })).toBe(true);
  });

  it.each([
    { operation: '' },
    { body: '' },
    { endpoint: '' },
    { schedule: '@daily' },
    { errorClassification: { functional: [404] } },
    { pagination: { type: 'cursor', param: 'p', nextCursorField: 'n' } },
  ])('refuse %j', (config) => {
    expect(schemaAccepts(soapCallFilter, { ...sound, ...config })).toBe(false);
  });

  it('report every mistake in one pass', async () => {
    const config = {
      ...sound,
      endpoint: 'https://h/{id}',
      operation: ' ',
      keys: [{ field: 'a[', paramType: 'path', paramName: 'key' }],
      dataField: 'soap:Envelope.Body',
      mergeStrategy: 'append',
      resultKey: '_errors.stock',
      cache: { enabled: true, key: 'record.sku' },
    };
    expect(await verdictOn(soapCallFilter, config)).toEqual([
      'error operation: SOAP operation is required',
      'warning keys[0].paramName: the key has no effect: the endpoint holds no {key}',
      'warning endpoint: the placeholder {id} is filled by no key of paramType path',
      expect.stringContaining('error keys[0].field: invalid array index in path'),
      'warning dataField: names in answers have no prefix: write Envelope.Body, not soap:Envelope.soap:Body',
      'error resultKey: field path "_errors.stock" writes into "_errors", which is reserved for the runtime\'s error markers',
      expect.stringContaining('warning cache.key: the key holds no template expression'),
    ]);
  });
});

it('does not run in this version', async () => {
  const filter = await compileSound(soapCallFilter, sound);
  await expect(filter.open?.(testRun())).rejects.toThrow(
    'module type "soap_call" is not supported in this version yet',
  );
});
