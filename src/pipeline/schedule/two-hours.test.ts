import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { FakeClock } from '../../../test/helpers/fake-clock.ts';
import { Random } from '../../../test/helpers/random.ts';
import { hostPorts } from '../../core/host-ports.ts';
import type { LogFields, Logger } from '../../observability/logger.ts';
import type { CompiledPipeline } from '../compiled-pipeline.ts';
import { PipelineChain } from '../pipeline-chain.ts';
import { parseSchedule } from './schedule.ts';
import { Scheduler } from './scheduler.ts';

const TICKS = 7_200;

/** Counts messages and keeps nothing else, so that the log itself costs no memory. */
class CountingLogger implements Logger {
  readonly counts = new Map<string, number>();

  debug = (message: string) => this.#count(message);
  info = (message: string) => this.#count(message);
  warn = (message: string) => this.#count(message);
  error = (message: string) => this.#count(message);
  log = (_level: unknown, message: string) => this.#count(message);
  enabled = () => true;
  with = (_fields: LogFields) => this;

  of(message: string): number {
    return this.counts.get(message) ?? 0;
  }

  #count(message: string): void {
    this.counts.set(message, this.of(message) + 1);
  }
}

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/** A pipeline whose runs take as long as the function says, on the clock, and that notices when two overlap. */
function pipelineOn(
  clock: FakeClock,
  duration: () => number,
  seen: { runs: number; records: number },
): CompiledPipeline {
  let running = 0;
  return {
    id: 'two-hours',
    name: 'Two hours',
    version: '',
    description: '',
    enabled: true,
    showCredentials: false,
    disabledFilters: [],
    input: {
      type: 'fake',
      name: undefined,
      index: 0,
      module: {
        async *read({ signal }) {
          running += 1;
          if (running > 1) throw new Error('two runs at once');
          seen.runs += 1;
          await clock.sleep(duration(), signal);
          running -= 1;
          yield Array.from({ length: 100 }, (_, id) => ({ id, text: 'x'.repeat(100) }));
        },
      },
    },
    filters: [
      {
        type: 'fake',
        name: undefined,
        index: 0,
        module: { process: (records) => records.map((record) => ({ ...record, seen: true })) },
      },
    ],
    output: {
      type: 'fake',
      name: undefined,
      index: 0,
      module: {
        write: async ({ length }) => {
          seen.records += length;
          return { sent: length };
        },
        preview: () => [],
      },
    },
  };
}

it('two hours of ticks each second: no overlap, every tick runs in turn, and memory stays flat', {
  timeout: 120_000,
}, async () => {
  const clock = new FakeClock('2026-01-01T00:00:00Z');
  const random = new Random(11);
  const log = new CountingLogger();
  const seen = { runs: 0, records: 0 };
  const stop = new AbortController();
  const cancellation = new AbortController();
  const ports = { ...hostPorts(), clock };
  // Every twelfth run or so takes longer than the period, the others make up for it.
  const duration = () => (random.below(12) === 0 ? 2_000 + random.below(2_000) : random.below(400));
  const chain = new PipelineChain(async () => pipelineOn(clock, duration, seen), {
    signal: cancellation.signal,
    log,
    clock,
    openStateStore: async () => {
      throw new Error('no state is kept');
    },
  });
  const scheduler = new Scheduler({
    schedule: parseSchedule('@every 1s'),
    overlap: 'queue',
    ports,
    log,
    execute: (traceId) => chain.run({ ports, log, signal: cancellation.signal, dryRun: false, traceId }),
  });
  const finished = scheduler.run(stop.signal);
  await clock.advance((TICKS / 10) * 1000);
  const early = heapAfterCollection();
  await clock.advance((TICKS - TICKS / 10) * 1000);
  const late = heapAfterCollection();
  stop.abort();
  await clock.advance(60_000);
  await finished;
  expect(log.of('scheduled pipeline execution failed')).toBe(0);
  expect(log.of('execution queue full, dropping request')).toBe(0);
  expect(log.of('execution queued')).toBeGreaterThan(TICKS / 20);
  expect(log.of('scheduled pipeline execution completed')).toBe(seen.runs);
  expect(seen.records).toBe(seen.runs * 100);
  // Ticks that still waited when the signal came were let go; every other one has run.
  expect(TICKS - seen.runs).toBeLessThan(10);
  if (log.of('queued executions canceled') === 0) expect(seen.runs).toBe(TICKS);
  expect(late).toBeLessThan(early * 1.1);
});
