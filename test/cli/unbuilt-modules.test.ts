import { afterAll, describe, expect, it } from 'vitest';
import { Workspace } from './workspace.ts';

const workspace = new Workspace();
afterAll(() => workspace.remove());

const HTTP_INPUT =
  'input: { type: httpPolling, endpoint: "http://127.0.0.1:9/x", retry: { maxAttempts: 0 } }';
const HTTP_OUTPUT = 'output: { type: httpRequest, endpoint: "http://127.0.0.1:9/y" }';
const SOAP = 'endpoint: "http://127.0.0.1:9/s", operation: Op, body: <Op/>';
const BEARER = 'authentication: { type: bearer, credentials: { token: t } }';

/** What this version validates and cannot run, who says so, and a pipeline that names it. */
const UNBUILT: readonly (readonly [subject: string, stage: string, pipeline: string])[] = [
  ['module type "soapPolling" is', 'input module', `input: { type: soapPolling, ${SOAP} }\n${HTTP_OUTPUT}`],
  ['module type "webhook" is', 'input module', `input: { type: webhook, path: /hook }\n${HTTP_OUTPUT}`],
  [
    'module type "soap_call" is',
    'filter modules',
    `filters: [{ type: condition, expression: a, then: [{ type: soap_call, ${SOAP} }] }]\n${HTTP_INPUT}\n${HTTP_OUTPUT}`,
  ],
  [
    'setting "authentication" of module type "httpPolling" is',
    'input module',
    `input: { type: httpPolling, endpoint: "http://127.0.0.1:9/x", ${BEARER} }\n${HTTP_OUTPUT}`,
  ],
];

describe('what this version cannot run', () => {
  it.each(UNBUILT)('is valid and fails to run: %s', async (subject, stage, text) => {
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
