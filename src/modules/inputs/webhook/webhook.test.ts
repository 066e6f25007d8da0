import { describe, expect, it } from 'vitest';
import { compileSound, schemaAccepts, testRun, verdictOn } from '../../../../test/helpers/module-run.ts';
import { webhookInput } from './index.ts';
import { isListenAddress } from './listen-address.ts';

const path = '/hook';

describe('the settings of webhook', () => {
  it.each([
    {},
    { signature: { type: 'hmac-sha256', secret: 's' } },
    { rateLimit: { requestsPerSecond: 5 }, queueSize: 1, maxConcurrent: 3 },
    { listenAddress: '', requestTimeoutMs: 1, dataField: 'a.b' },
  ])('accept %j', (config) => {
    expect(schemaAccepts(webhookInput, { path, ...config })).toBe(true);
  });

  it.each([
    { path: '' },
    { path: 'hook' },
    { path: undefined },
    { timeoutMs: 1 },
    { schedule: '* * * * *' },
    { retry: {} },
    { method: 'POST' },
    { authentication: { type: 'bearer', credentials: { token: 't' } } },
    { requestTimeoutMs: 0 },
    { queueSize: 0 },
    { maxConcurrent: 0 },
    { rateLimit: { burst: 5 } },
    { rateLimit: { requestsPerSecond: 1, burst: 0 } },
    { signature: { type: 'hmac-sha256' } },
    { signature: { secret: 's' } },
    { signature: { type: 'hmac-sha1', secret: 's' } },
    { signature: { type: 'hmac-sha256', secret: '' } },
    { signature: { type: 'hmac-sha256', secret: 's', header: '' } },
  ])('refuse %j', (config) => {
    expect(schemaAccepts(webhookInput, { path, ...config })).toBe(false);
  });

  it('are doubtful with workers and no queue', async () => {
    expect(await verdictOn(webhookInput, { path, maxConcurrent: 2 })).toEqual([
      'warning maxConcurrent: maxConcurrent has no effect without queueSize',
    ]);
    expect(await verdictOn(webhookInput, { path, maxConcurrent: 2, queueSize: 2 })).toEqual([]);
  });

  it('are wrong with an address or a header that cannot be', async () => {
    const signature = { type: 'hmac-sha256', secret: 's', header: 'X Signature' };
    expect(await verdictOn(webhookInput, { path, listenAddress: 'localhost', signature })).toEqual([
      'error listenAddress: write host:port, such as 127.0.0.1:8080, [::1]:8080 or :8080',
      'error signature.header: header name is not a valid RFC 7230 token',
    ]);
    const references = { listenAddress: '${ADDRESS}', signature: { ...signature, header: '${HEADER}' } };
    expect(await verdictOn(webhookInput, { path, ...references })).toEqual([]);
  });
});

it.each([
  ['127.0.0.1:0', true],
  [':8080', true],
  ['[::1]:8080', true],
  ['hooks.example.com:65535', true],
  ['hooks.example.com:65536', false],
  ['::1:8080', false],
  ['127.0.0.1', false],
  ['http://127.0.0.1:80', false],
  ['127.0.0.1:http', false],
])('%s is an address to listen on: %s', (text, expected) => {
  expect(isListenAddress(text)).toBe(expected);
});

it('does not run in this version', async () => {
  const input = await compileSound(webhookInput, { path });
  await expect(input.open?.(testRun())).rejects.toThrow(
    'module type "webhook" is not supported in this version yet',
  );
});
