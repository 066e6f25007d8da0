import { afterAll, describe, expect, it } from 'vitest';
import { Workspace } from './workspace.ts';

const workspace = new Workspace();
afterAll(() => workspace.remove());

const HTTP_INPUT =
  'input: { type: httpPolling, endpoint: "http://127.0.0.1:9/x", retry: { maxAttempts: 0 } }';
const HTTP_OUTPUT = 'output: { type: httpRequest, endpoint: "http://127.0.0.1:9/y" }';
const SOAP = 'endpoint: "http://127.0.0.1:9/s", operation: Op, body: <Op/>';
const BEARER = 'authentication: { type: bearer, credentials: { token: t } }';

/** What a pipeline names that this version validates and cannot run, and who says so. */
const UNBUILT: readonly (readonly [string, string, string])[] = [
  [`input: { type: soapPolling, ${SOAP} }\n${HTTP_OUTPUT}`, 'input module', 'module type "soapPolling" is'],
  [`input: { type: webhook, path: /hook }\n${HTTP_OUTPUT}`, 'input module', 'module type "webhook" is'],
  [
    `filters: [{ type: condition, expression: a, then: [{ type: soap_call, ${SOAP} }] }]\n${HTTP_INPUT}\n${HTTP_OUTPUT}`,
    'filter modules',
    'module type "soap_call" is',
  ],
  [
    `input: { type: httpPolling, endpoint: "http://127.0.0.1:9/x", ${BEARER} }\n${HTTP_OUTPUT}`,
    'input module',
    'setting "authentication" of module type "httpPolling" is',
  ],
];

describe('what this version cannot run', () => {
  it.each(UNBUILT)('is valid and fails to run: %s', async (text, stage, subject) => {
    workspace.write('pipeline.yaml', `name: n\n${text}\n`);
    const validation = await workspace.run(['validate', 'pipeline.yaml']);
    expect([validation.exitCode, validation.stderr]).toEqual([0, '']);
    const { exitCode, stderr } = await workspace.run(['run', 'pipeline.yaml']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain(`✗ Failed to create ${stage}: ${subject} not supported in this version yet`);
  });

  it('fails before the input is read when it is the output', async () => {
    workspace.write('pipeline.yaml', `name: n\n${HTTP_INPUT}\noutput: { type: soapRequest, ${SOAP} }\n`);
    const { exitCode, stderr } = await workspace.run(['run', 'pipeline.yaml']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('module type "soapRequest" is not supported in this version yet');
  });
});
