import { describe, expect, it } from 'vitest';
import { RecordingLogger } from '../../../test/helpers/module-run.ts';
import { RetryHint } from './retry-hint.ts';

async function ask(source: string, text: string, cut = false) {
  const log = new RecordingLogger();
  const hint = await RetryHint.compile(source);
  return { opinion: hint.opinion({ text, cut }, log), log };
}

describe('retryHintFromBody', () => {
  it.each([
    ['body.retryable == true', '{"retryable":true}', true],
    ['body.retryable == true', '{"retryable":false}', false],
    ['body.retryable == true', '{}', false],
    ['body.retryable', '{}', false],
    ['body.retryable', '{"retryable":null}', false],
    ['body.error.code in ["busy", "locked"]', '{"error":{"code":"busy"}}', true],
    ['body.error?.code == "busy"', '{}', false],
    ['statusCode == 503', '{}', false],
    ['body.id == 9007199254740993', '{"id":9007199254740993}', true],
  ])('%s on %s says %s without a warning', async (source, text, expected) => {
    const { opinion, log } = await ask(source, text);
    expect(opinion).toBe(expected);
    expect(log.entries).toEqual([]);
  });

  const parse = 'failed to parse JSON body for retryHintFromBody evaluation, falling back to status code';
  const evaluate = 'failed to evaluate retryHintFromBody expression, falling back to status code';
  const type = 'retryHintFromBody expression returned non-boolean value, falling back to status code';

  it.each([
    ['body.x', '<html>hunter2</html>', parse, { error: 'not valid JSON' }],
    ['body.x', '[1]', parse, { error: 'expected a JSON object, got array' }],
    ['body.x', '"text"', parse, { error: 'expected a JSON object, got string' }],
    ['body.x', 'null', parse, { error: 'expected a JSON object, got null' }],
    ['body.a.b.c', '{}', evaluate, { error: expect.stringContaining('(1:') }],
    ['body.x', '{"x":"true"}', type, { result_type: 'string' }],
    ['body.x', '{"x":1}', type, { result_type: 'number' }],
  ])('%s on %s says nothing and warns', async (source, text, message, fields) => {
    const { opinion, log } = await ask(source, text);
    expect(opinion).toBeUndefined();
    expect(log.entries).toEqual([{ level: 'WARN', message, fields }]);
  });

  it('says nothing on an empty body, without a warning', async () => {
    const { opinion, log } = await ask('true', '');
    expect(opinion).toBeUndefined();
    expect(log.entries).toEqual([]);
  });

  it('says that only the start of a body was read', async () => {
    const { log } = await ask('body.x', '{"x":tru', true);
    expect(log.fieldsOf(parse)).toEqual({ error: 'not valid JSON: only the start of the body was read' });
  });

  it.each(['body.', '"text"', '1 + 1', 'nosuch(body)'])('cannot be %s', async (source) => {
    await expect(RetryHint.compile(source)).rejects.toThrow('(1:');
  });
});
