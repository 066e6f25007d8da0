import { expect, it } from 'vitest';
import { createLogger } from './create-logger.ts';
import type { LogRecord, LogSink } from './log-record.ts';
import type { LogLevel } from './logger.ts';

const TIME = new Date('2026-03-04T05:06:07Z');

class MemorySink implements LogSink {
  readonly records: LogRecord[] = [];

  write(record: LogRecord): void {
    this.records.push(record);
  }
}

function logger(level: LogLevel, ...sinks: LogSink[]) {
  return createLogger({ level, sinks, clock: { now: () => TIME } });
}

it.each([
  ['DEBUG', ['DEBUG', 'INFO', 'WARN', 'ERROR']],
  ['INFO', ['INFO', 'WARN', 'ERROR']],
  ['ERROR', ['ERROR']],
] as const)('at level %s writes %j', (level, written) => {
  const sink = new MemorySink();
  const log = logger(level, sink);
  log.debug('d');
  log.info('i');
  log.warn('w');
  log.error('e');
  expect(sink.records.map((record) => record.level)).toEqual(written);
  expect(sink.records.map((record) => record.level)).toEqual(
    (['DEBUG', 'INFO', 'WARN', 'ERROR'] as const).filter((candidate) => log.enabled(candidate)),
  );
});

it('hands time, level, message and fields to every sink before it returns', () => {
  const first = new MemorySink();
  const second = new MemorySink();
  logger('INFO', first, second).info('m', { a: 1 });
  const record = { time: TIME, level: 'INFO', message: 'm', fields: { a: 1 } };
  expect([first.records, second.records]).toEqual([[record], [record]]);
});

it('puts the fields of the context first, the newest value of a name winning', () => {
  const sink = new MemorySink();
  const log = logger('INFO', sink).with({ trace_id: 't', stage: 'input' }).with({ pipeline_id: 'p' });
  log.info('m', { count: 1, stage: 'output' });
  expect(Object.entries(sink.records[0]?.fields ?? {})).toEqual([
    ['trace_id', 't'],
    ['stage', 'output'],
    ['pipeline_id', 'p'],
    ['count', 1],
  ]);
});

it('redacts error texts, those of the context included, and nothing else', () => {
  const sink = new MemorySink();
  const log = logger('INFO', sink).with({ error: 'GET https://u:p@a.example/x?key=s failed' });
  log.info('m', { count: 1 });
  log.info('m', { error: undefined, note: 'https://a.example/x?page=1' });
  expect(sink.records.map(({ fields }) => fields)).toEqual([
    { error: 'GET https://a.example/x failed', count: 1 },
    { error: undefined, note: 'https://a.example/x?page=1' },
  ]);
});

it('loses a record whose sink fails, and nothing else', () => {
  const sink = new MemorySink();
  const broken: LogSink = {
    write: () => {
      throw new Error('disk full');
    },
  };
  logger('INFO', broken, sink).info('m');
  expect(sink.records).toHaveLength(1);
});
