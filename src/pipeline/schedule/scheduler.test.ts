import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/helpers/fake-clock.ts';
import { RecordingLogger } from '../../../test/helpers/module-run.ts';
import { Duration } from '../../core/duration.ts';
import { CannectorsError } from '../../core/errors.ts';
import type { ChainOutcome } from '../pipeline-chain.ts';
import type { RunResult } from '../run-result.ts';
import { parseSchedule } from './schedule.ts';
import { Scheduler } from './scheduler.ts';
import { type OverlapPolicy, QUEUE_CAPACITY } from './tick-queue.ts';

const START = '2026-01-01T00:00:00Z';

function result(parts: Partial<RunResult> = {}): ChainOutcome {
  return {
    kind: 'finished',
    result: {
      pipelineId: 'p',
      status: 'success',
      startedAt: new Date(0),
      completedAt: new Date(0),
      duration: new Duration(0),
      recordsProcessed: 3,
      recordsFailed: 1,
      recordsSkipped: 0,
      errorCounts: [],
      cancelled: false,
      ...parts,
    },
  };
}

interface Scene {
  readonly clock: FakeClock;
  readonly log: RecordingLogger;
  /** Seconds after the start at which runs started. */
  readonly starts: number[];
  readonly stop: AbortController;
  readonly finished: Promise<void>;
  messages(): string[];
}

function schedule(
  text: string,
  {
    overlap = 'queue',
    run = async () => result(),
  }: { overlap?: OverlapPolicy; run?: (scene: Scene) => Promise<ChainOutcome> } = {},
): Scene {
  const clock = new FakeClock(START);
  const log = new RecordingLogger();
  const stop = new AbortController();
  const starts: number[] = [];
  let traces = 0;
  const scheduler = new Scheduler({
    schedule: parseSchedule(text),
    overlap,
    ports: {
      clock,
      uuid: () => {
        traces += 1;
        return `trace-${traces}`;
      },
    },
    log,
    execute: async () => {
      starts.push((clock.now().getTime() - Date.parse(START)) / 1000);
      return run(scene);
    },
  });
  const scene: Scene = {
    clock,
    log,
    starts,
    stop,
    finished: scheduler.run(stop.signal),
    messages: () => log.entries.map(({ message }) => message),
  };
  return scene;
}

async function end(scene: Scene): Promise<void> {
  scene.stop.abort();
  await scene.clock.advance(0);
  await scene.finished;
}

describe('Scheduler', () => {
  it('never runs at the start, and then at every time of the schedule', async () => {
    const scene = schedule('TZ=UTC * * * * *');
    await scene.clock.advance(59_999);
    expect(scene.starts).toEqual([]);
    await scene.clock.advance(120_001);
    expect(scene.starts).toEqual([60, 120, 180]);
    await end(scene);
    await scene.clock.advance(600_000);
    expect(scene.starts).toHaveLength(3);
  });

  it('logs start and end of each run with a trace id of its own', async () => {
    const scene = schedule('@every 10s');
    await scene.clock.advance(20_000);
    await end(scene);
    expect(scene.log.entries.map(({ level, message, fields }) => ({ level, message, ...fields }))).toEqual([
      { level: 'INFO', message: 'scheduler started', pipeline_count: 1 },
      ...[1, 2].flatMap((tick) => [
        {
          level: 'INFO',
          message: 'scheduled pipeline execution starting',
          trace_id: `trace-${tick}`,
          schedule: '@every 10s',
          scheduled_time: `2026-01-01T00:00:${tick}0.000Z`,
        },
        {
          level: 'INFO',
          message: 'scheduled pipeline execution completed',
          trace_id: `trace-${tick}`,
          status: 'success',
          records_processed: 3,
          records_failed: 1,
          duration: new Duration(0),
        },
      ]),
    ]);
  });

  it('goes on after a run that failed, and says where it failed', async () => {
    const failures = [
      { stage: 'input', message: 'network error: request timeout', code: 'INPUT_FAILED' },
      { stage: 'filter', filterIndex: 2, message: 'filter module 2 failed: boom', code: 'FILTER_FAILED' },
      { stage: 'output', message: 'server error (status 503): service unavailable', code: 'OUTPUT_FAILED' },
    ] as const;
    let tick = -1;
    const scene = schedule('@every 1s', {
      run: async () => {
        tick += 1;
        const failure = failures[tick];
        if (failure === undefined)
          return { kind: 'failed', error: 'no such table', code: 'INPUT_CREATION_FAILED' };
        return result({
          status: 'error',
          failure: { ...failure, module: 'm', details: {}, error: new CannectorsError('x') },
        });
      },
    });
    await scene.clock.advance(4_000);
    await end(scene);
    expect(
      scene.log.entries
        .filter(({ level }) => level === 'ERROR')
        .map(({ message, fields: { error, error_code } }) => [message, error, error_code]),
    ).toEqual([
      [
        'scheduled pipeline execution failed',
        'executing input module: network error: request timeout',
        'INPUT_FAILED',
      ],
      ['scheduled pipeline execution failed', 'executing filter module 2: boom', 'FILTER_FAILED'],
      [
        'scheduled pipeline execution failed',
        'executing output module: server error (status 503): service unavailable',
        'OUTPUT_FAILED',
      ],
      ['scheduled pipeline execution failed', 'no such table', 'INPUT_CREATION_FAILED'],
    ]);
  });

  /** Runs that take that many milliseconds, and notice when two of them overlap. */
  function slowRun(milliseconds: () => number): (scene: Scene) => Promise<ChainOutcome> {
    let running = 0;
    return async ({ clock }) => {
      running += 1;
      if (running > 1) throw new Error('two runs at once');
      await clock.sleep(milliseconds(), new AbortController().signal);
      running -= 1;
      return result();
    };
  }

  it('queues the ticks that come while a run is going, and runs them one after the other', async () => {
    const durations = [2_500, 100, 100];
    const scene = schedule('@every 1s', { run: slowRun(() => durations.shift() ?? 100) });
    await scene.clock.advance(5_500);
    expect(scene.starts).toEqual([1, 3.5, 3.6, 4, 5]);
    await end(scene);
    expect(scene.messages().slice(1, 9)).toEqual([
      'scheduled pipeline execution starting',
      'execution queued',
      'execution queued',
      'scheduled pipeline execution completed',
      'processing queued execution',
      'queued pipeline execution starting',
      'scheduled pipeline execution completed',
      'processing queued execution',
    ]);
    const queued = scene.log.entries.filter(
      ({ message }) => message === 'queued pipeline execution starting',
    );
    expect(queued.map(({ fields }) => fields['scheduled_time'])).toEqual([
      '2026-01-01T00:00:02.000Z',
      '2026-01-01T00:00:03.000Z',
    ]);
  });

  it('drops the ticks that find the queue full, with a warning each', async () => {
    const scene = schedule('@every 1s', { run: slowRun(() => 200_000) });
    await scene.clock.advance((QUEUE_CAPACITY + 3) * 1000);
    const dropped = scene.log.entries.filter(
      ({ message }) => message === 'execution queue full, dropping request',
    );
    expect(dropped.map(({ level, fields }) => [level, fields['queue_capacity']])).toEqual([
      ['WARN', 100],
      ['WARN', 100],
    ]);
    scene.stop.abort();
    await scene.clock.advance(200_000);
    await scene.finished;
    expect(scene.log.entries.at(-1)).toMatchObject({
      message: 'queued executions canceled',
      fields: { canceled_count: 100 },
    });
    expect(scene.starts).toHaveLength(1);
  });

  it('leaves out ticks under skip and runs them as one under coalesce', async () => {
    const starts = async (overlap: OverlapPolicy) => {
      const durations = [3_500, 100, 100];
      const scene = schedule('@every 1s', { overlap, run: slowRun(() => durations.shift() ?? 100) });
      await scene.clock.advance(5_500);
      await end(scene);
      return {
        starts: scene.starts,
        said: scene.messages().filter((text) => /skipped|coalesced/.test(text)),
      };
    };
    expect(await starts('skip')).toEqual({
      starts: [1, 5],
      said: ['execution skipped', 'execution skipped', 'execution skipped'],
    });
    expect(await starts('coalesce')).toEqual({
      starts: [1, 4.5, 5],
      said: ['execution coalesced', 'execution coalesced'],
    });
  });

  it('fires once after the clock jumped ahead, and goes on from there', async () => {
    const scene = schedule('TZ=UTC 0 * * * *');
    await scene.clock.advance(1_000);
    scene.clock.set('2026-01-05T10:20:00Z');
    await scene.clock.advance(31_000);
    expect(scene.starts).toHaveLength(1);
    await scene.clock.advance(40 * 60_000);
    expect(scene.starts).toHaveLength(2);
    await end(scene);
  });

  it('waits for the due time again after the clock was set back', async () => {
    const scene = schedule('TZ=UTC 1 0 * * *');
    await scene.clock.advance(50_000);
    scene.clock.set('2025-12-31T23:59:50Z');
    await scene.clock.advance(60_000);
    expect(scene.starts).toEqual([]);
    await scene.clock.advance(10_000);
    expect(scene.starts).toEqual([60]);
    await end(scene);
  });

  it('waits longer than a timer can', async () => {
    const scene = schedule('TZ=UTC 0 0 1 3 *');
    await scene.clock.advance(59 * 86_400_000);
    expect(scene.starts).toEqual([59 * 86_400]);
    await end(scene);
  });

  it('stops only after the current run has ended', async () => {
    const scene = schedule('@every 1s', { run: slowRun(() => 5_000) });
    await scene.clock.advance(1_500);
    scene.stop.abort();
    let stopped = false;
    void scene.finished.then(() => (stopped = true));
    await scene.clock.advance(4_000);
    expect(stopped).toBe(false);
    await scene.clock.advance(1_000);
    expect(stopped).toBe(true);
  });
});
