import { describe, expect, it } from 'vitest';
import { compileSound, schemaAccepts, testRun, verdictOn } from '../../../../test/helpers/module-run.ts';
import { soapPollingInput } from './index.ts';

const sound = { endpoint: 'https://h/s', operation: 'List', body: '<List/>' };

describe('the settings of soapPolling', () => {
  it.each([
    {},
    { schedule: '@hourly', dataField: 'Envelope.Body.Row[0]', retry: {} },
    { pagination: { type: 'page', param: 'p', totalPagesField: 't', nextCursorField: 'x' } },
    { statePersistence: { id: { enabled: true, field: 'Id' } } },
  ])('accept %j', (config) => {
    expect(schemaAccepts(soapPollingInput, { ...sound, ...config })).toBe(true);
  });

  it.each([
    { method: 'GET' },
    { queryParams: {} },
    { bodyTemplateFile: 'b.xml' },
    { keys: [] },
    { success: { statusCodes: [200] } },
    { pagination: { type: 'page', param: 'p', totalPagesField: 't', limit: 0 } },
    { pagination: { type: 'page', param: '' } },
    { pagination: { type: 'page', pageParam: 'p' } },
    { statePersistence: { id: { enabled: true, path: 'Id' } } },
  ])('refuse %j', (config) => {
    expect(schemaAccepts(soapPollingInput, { ...sound, ...config })).toBe(false);
  });

  it('report every mistake in one pass', async () => {
    const config = {
      ...sound,
      body: '<List>{{ state.lastTimestmp }}</List>',
      dataField: 'Rows[x]',
      pagination: { type: 'cursor', param: 'after', nextCursorField: '' },
      statePersistence: { id: { enabled: true } },
      retry: { retryHintFromBody: 'body.' },
    };
    const verdict = await verdictOn(soapPollingInput, config);
    expect(verdict.map((line) => line.replace(/: .*/, ''))).toEqual([
      'warning retry.retryHintFromBody',
      'error body',
      'error dataField',
      'error pagination.nextCursorField',
      'error statePersistence.id',
      'error retry.retryHintFromBody',
    ]);
    expect(verdict[1]).toContain('invalid SOAP body template: ');
    expect(verdict[1]).toContain('lastTimestamp');
  });

  it('are doubtful with a size of pages that only offset sends', async () => {
    const pagination = { type: 'cursor', param: 'after', nextCursorField: 'Next', limit: 5 };
    expect(await verdictOn(soapPollingInput, { ...sound, pagination })).toEqual([
      'warning pagination.limit: limit has no effect with pagination.type cursor: write the size of a page in the body',
    ]);
  });
});

it('does not run in this version', async () => {
  const input = await compileSound(soapPollingInput, sound);
  await expect(input.open?.(testRun())).rejects.toThrow(
    'module type "soapPolling" is not supported in this version yet',
  );
});
