import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordingLogger } from '../../../test/helpers/module-run.ts';
import { hostPorts } from '../../core/host-ports.ts';
import { FileStateStore } from './file-state-store.ts';

let directory: string;
let log: RecordingLogger;
const ports = hostPorts();
const store = () => new FileStateStore(join(directory, 'deep/state'), ports);
const path = (name: string) => join(directory, 'deep/state', name);
const messages = () => log.entries.filter(({ level }) => level !== 'DEBUG').map(({ message }) => message);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cannectors-state-'));
  log = new RecordingLogger();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function given(name: string, text: string): void {
  mkdirSync(path('.'), { recursive: true });
  writeFileSync(path(name), text);
}

describe('saving', () => {
  it('writes the published layout for the owner alone, and leaves nothing else behind', async () => {
    const files = store();
    const state = {
      pipelineId: 'orders',
      lastTimestamp: '2026-03-15T09:30:00.123Z',
      lastId: 'EVT-1042',
      updatedAt: '2026-03-15T09:30:04.500Z',
    };
    await files.save(state, log);
    expect(readFileSync(path('orders.json'), 'utf8')).toBe(`{
  "pipelineId": "orders",
  "lastTimestamp": "2026-03-15T09:30:00.123Z",
  "lastId": "EVT-1042",
  "updatedAt": "2026-03-15T09:30:04.500Z"
}`);
    expect(statSync(path('orders.json')).mode & 0o777).toBe(0o600);
    expect(statSync(path('.')).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, 'deep')).mode & 0o777).toBe(0o700);
    await files.release();
    expect(readdirSync(path('.'))).toEqual(['orders.json']);
  });

  it('replaces what was saved before', async () => {
    const files = store();
    await files.save({ pipelineId: 'p', lastId: '1' }, log);
    await files.save({ pipelineId: 'p', lastId: '2' }, log);
    expect(await files.load('p', log, 'write')).toEqual({
      kind: 'found',
      state: { pipelineId: 'p', lastId: '2' },
    });
  });

  it('says what failed and keeps the old state when the directory cannot be written', async () => {
    writeFileSync(join(directory, 'deep'), 'a file where the directory should be');
    await expect(store().save({ pipelineId: 'p', lastId: '1' }, log)).rejects.toThrow();
    expect(messages()).toEqual(['failed to create state directory']);
  });

  it('removes its temporary file when the rename fails', async () => {
    mkdirSync(path('p.json/in the way'), { recursive: true });
    await expect(store().save({ pipelineId: 'p', lastId: '1' }, log)).rejects.toThrow();
    expect(messages()).toEqual(['failed to rename state file']);
    expect(readdirSync(path('.'))).toEqual(['p.json']);
  });
});

describe('loading', () => {
  it('finds nothing before the first save', async () => {
    expect(await store().load('p', log, 'write')).toEqual({ kind: 'absent' });
    expect(messages()).toEqual([]);
  });

  it.each([
    ['compact JSON with unknown keys', '{"pipelineId":"p","lastId":"7","more":[1]}', { lastId: '7' }],
    ['only an id', '{"lastId":""}', { lastId: '' }],
    [
      'nanoseconds and an offset',
      '{"lastTimestamp":"2026-03-15T09:30:00.123456789+01:00"}',
      { lastTimestamp: '2026-03-15T09:30:00.123456789+01:00' },
    ],
    ['nothing', '{}', {}],
  ])('reads %s', async (_, text, expected) => {
    given('p.json', text);
    expect(await store().load('p', log, 'write')).toEqual({
      kind: 'found',
      state: { pipelineId: 'p', ...expected },
    });
    expect(messages()).toEqual([]);
  });

  it.each([
    ['an empty file', '', 'the file is empty'],
    ['no JSON', 'not-json-at-all', ''],
    ['half a file', '{"pipelineId":"p","lastId"', ''],
    ['a numeric id', '{"pipelineId":"p","lastId":12345}', 'lastId is not a string'],
    [
      'a timestamp that is none',
      '{"lastTimestamp":"yesterday"}',
      'lastTimestamp is not an RFC 3339 timestamp',
    ],
    [
      'a day that does not exist',
      '{"lastTimestamp":"2026-02-31T00:00:00Z"}',
      'lastTimestamp is not an RFC 3339 timestamp',
    ],
    ['a list', '[1]', 'the file is not a JSON object'],
  ])('starts from nothing with %s and keeps the file aside', async (_, text, reason) => {
    given('p.json', text);
    const loaded = await store().load('p', log, 'write');
    expect(loaded).toMatchObject({ kind: 'reset', reason: expect.stringContaining(reason) });
    expect(loaded).toMatchObject({
      reason: expect.stringMatching(/^failed to unmarshal state: .*the file is kept as /s),
    });
    expect(messages()).toEqual(['failed to unmarshal state']);
    const [aside = ''] = readdirSync(path('.')).filter((name) => name.startsWith('p.json.corrupt-'));
    expect(readFileSync(path(aside), 'utf8')).toBe(text);
    expect(await store().load('p', log, 'write')).toEqual({ kind: 'absent' });
  });

  it('starts from nothing when the file cannot be read', async () => {
    mkdirSync(path('p.json'), { recursive: true });
    expect(await store().load('p', log, 'write')).toMatchObject({
      kind: 'reset',
      reason: expect.stringContaining('cannot read'),
    });
    expect(messages()).toEqual(['failed to read state file']);
  });

  it('removes what a save that was killed has left, and not what one may be writing', async () => {
    given('p.json.7-old.tmp', '{"half');
    given('p.json.8-new.tmp', '{"half');
    given('q.json.7-old.tmp', '{"half');
    const past = new Date(Date.now() - 120_000);
    utimesSync(path('p.json.7-old.tmp'), past, past);
    utimesSync(path('q.json.7-old.tmp'), past, past);
    await store().load('p', log, 'write');
    expect(readdirSync(path('.')).filter((name) => name.endsWith('.tmp'))).toEqual([
      'p.json.8-new.tmp',
      'q.json.7-old.tmp',
    ]);
  });

  it('touches nothing when it only reads', async () => {
    given('p.json', 'not-json');
    expect(await store().load('p', log, 'read')).toMatchObject({ kind: 'reset' });
    expect(readdirSync(path('.'))).toEqual(['p.json']);
  });

  it('warns when the file names another pipeline', async () => {
    given('p.json', '{"pipelineId":"q","lastId":"1"}');
    expect(await store().load('p', log, 'write')).toMatchObject({ kind: 'found', state: { lastId: '1' } });
    expect(messages()).toEqual(['state file names another pipeline']);
  });

  it('reads the file of an earlier release when the id needed encoding, and saves under the new name', async () => {
    given('orders.json', '{"pipelineId":"team/orders","lastId":"9"}');
    const files = store();
    expect(await files.load('team/orders', log, 'write')).toMatchObject({ state: { lastId: '9' } });
    expect(await files.load('other/orders', log, 'write')).toEqual({ kind: 'absent' });
    await files.save({ pipelineId: 'team/orders', lastId: '10' }, log);
    expect(readFileSync(path('team%2Forders.json'), 'utf8')).toContain('"lastId": "10"');
    expect(await files.load('team/orders', log, 'write')).toMatchObject({ state: { lastId: '10' } });
  });
});

describe('two processes on one state file', () => {
  it('warns when another living process has it marked as in use', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      given('p.json.lock', JSON.stringify({ pid: other.pid, host: hostname() }));
      await store().load('p', log, 'write');
      expect(log.entries).toContainEqual(
        expect.objectContaining({
          level: 'WARN',
          message:
            'state file is in use by another process: the last one to save wins, records may come twice',
          fields: expect.objectContaining({ process_id: other.pid }),
        }),
      );
    } finally {
      other.kill();
    }
  });

  it.each([
    ['a process that is gone', { pid: 2 ** 22 + 1, host: hostname() }],
    ['another host', { pid: 1, host: 'an-earlier-container' }],
  ])('takes over the mark of %s without a word', async (_, holder) => {
    given('p.json.lock', JSON.stringify(holder));
    const files = store();
    await files.load('p', log, 'write');
    expect(messages()).toEqual([]);
    await files.release();
    expect(readdirSync(path('.'))).toEqual([]);
  });
});
