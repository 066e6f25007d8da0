import { describe, expect, it } from 'vitest';
import { compileSound, schemaAccepts, testRun, verdictOn } from '../../../../test/helpers/module-run.ts';
import { soapRequestOutput } from './index.ts';

const sound = { endpoint: 'https://h/s', operation: 'Import', body: '<Import/>' };
const attachment = { contentId: 'a', contentType: 'text/plain', sourceField: 'doc' };

describe('the settings of soapRequest', () => {
  it.each([
    {},
    { batchSize: 1, requestMode: 'batch', success: { expression: 'true', statusCodes: [200] } },
    { requestMode: 'single', soapVersion: '1.2', wsSecurity: { username: 'u', password: 'p' } },
    { mtom: { enabled: true, attachments: [{ ...attachment, encoding: 'base64' }] } },
    { headers: [{ xml: '<h/>' }], httpHeaders: { 'X-A': '1' } },
  ])('accept %j', (config) => {
    expect(schemaAccepts(soapRequestOutput, { ...sound, ...config })).toBe(true);
  });

  it.each([
    { soapVersion: 1.1 },
    { soapVersion: '1.3' },
    { headers: { 'X-A': '1' } },
    { headers: [{ xml: '' }] },
    { headers: [{ xml: '<h/>', name: 'h' }] },
    { wsSecurity: { username: 'u' } },
    { wsSecurity: { username: 'u', password: '' } },
    { wsSecurity: { username: 'u', password: 'p', passwordType: 'Digest' } },
    { mtom: { enabled: true, attachments: [{ ...attachment, encoding: 'hex' }] } },
    { mtom: { enabled: true, attachments: [{ contentId: 'a' }] } },
    { batchSize: 0 },
    { batchSize: -1 },
    { batchSize: 1.5 },
    { keys: [] },
    { queryParams: {} },
    { success: { statusCodes: [200], lang: 'js' } },
  ])('refuse %j', (config) => {
    expect(schemaAccepts(soapRequestOutput, { ...sound, ...config })).toBe(false);
  });

  it.each([
    [
      { requestMode: 'single', batchSize: 50 },
      "error batchSize: batchSize is only valid with requestMode 'batch', got 'single'",
    ],
    [
      { success: { expression: 'statusCode +' } },
      'error success.expression: soapRequest success.expression invalid: ',
    ],
    [{ success: { expression: 'statusCode + 1' } }, 'error success.expression: '],
    [
      { success: { statusCodes: [200, 500] } },
      'warning success.statusCodes[1]: a SOAP answer with status 500 is always a failure',
    ],
  ])('say what is wrong with %j', async (config, expected) => {
    const verdict = await verdictOn(soapRequestOutput, { ...sound, ...config });
    expect(verdict).toEqual([expect.stringContaining(expected)]);
  });
});

it('neither runs nor can be previewed in this version', async () => {
  const output = await compileSound(soapRequestOutput, sound);
  const message = 'module type "soapRequest" is not supported in this version yet';
  await expect(output.open?.(testRun())).rejects.toThrow(message);
  expect(() => output.preview([{}], { showCredentials: false })).toThrow(message);
});
