import { describe, expect, it } from 'vitest';
import { RecordingLogger } from '../../test/helpers/module-run.ts';
import { CancelledError, CannectorsError } from '../core/errors.ts';
import { hostPorts } from '../core/host-ports.ts';
import type { CompiledPipeline } from './compiled-pipeline.ts';
import { ModuleCreationError } from './load-pipeline.ts';
import { PipelineChain } from './pipeline-chain.ts';

/** What the modules of one build do in their runs, in turn, and what is written down about them. */
function chainOf(behaviour: (run: number) => void, open: () => Promise<void> = async () => {}) {
  const journal: string[] = [];
  let builds = 0;
  let runs = 0;
  const build = async (): Promise<CompiledPipeline> => {
    builds += 1;
    const name = `chain ${builds}`;
    journal.push(`build ${name}`);
    return {
      id: 'p',
      name: 'P',
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
          open,
          async *read() {
            runs += 1;
            journal.push(`run ${name}`);
            behaviour(runs);
            yield [{ id: runs }];
          },
          close: async () => void journal.push(`close ${name}`),
        },
      },
      filters: [],
      output: {
        type: 'fake',
        name: undefined,
        index: 0,
        module: { write: async ({ length }) => ({ sent: length }), preview: () => [] },
      },
    };
  };
  const log = new RecordingLogger();
  const { signal } = new AbortController();
  const ports = hostPorts();
  const chain = new PipelineChain(build, {
    signal,
    log,
    clock: ports.clock,
    openStateStore: async () => {
      throw new Error('no state is kept');
    },
  });
  return { chain, journal, log, run: () => chain.run({ ports, log, signal, dryRun: false }) };
}

describe('a chain of modules', () => {
  it('is built once and stays open from run to run', async () => {
    const { chain, journal, run, log } = chainOf(() => {});
    await chain.open();
    expect((await run()).kind).toBe('finished');
    expect((await run()).kind).toBe('finished');
    await chain.close(log);
    expect(journal).toEqual(['build chain 1', 'run chain 1', 'run chain 1', 'close chain 1']);
  });

  it('is closed after a run that failed, and built again for the next one', async () => {
    const { journal, run } = chainOf((number) => {
      if (number === 1) throw new CannectorsError('boom', { category: 'server' });
    });
    expect(await run()).toMatchObject({ kind: 'finished', result: { status: 'error' } });
    expect(await run()).toMatchObject({ kind: 'finished', result: { status: 'success' } });
    expect(journal).toEqual([
      'build chain 1',
      'run chain 1',
      'close chain 1',
      'build chain 2',
      'run chain 2',
    ]);
  });

  it('tells which module could not be connected, and tries again the next time', async () => {
    let attempts = 0;
    const { journal, run } = chainOf(
      () => {},
      async () => {
        attempts += 1;
        if (attempts === 1) throw new CannectorsError('refused by https://u:secret@db.example.com/x?k=1');
      },
    );
    expect(await run()).toEqual({
      kind: 'failed',
      code: 'INPUT_CREATION_FAILED',
      error: 'refused by https://db.example.com/x',
    });
    expect((await run()).kind).toBe('finished');
    expect(journal).toEqual(['build chain 1', 'close chain 1', 'build chain 2', 'run chain 2']);
  });

  it.each([
    ['filter', 'FILTER_CREATION_FAILED'],
    ['output', 'OUTPUT_CREATION_FAILED'],
  ] as const)('tells that a %s could not be built', async (stage, code) => {
    const { signal } = new AbortController();
    const log = new RecordingLogger();
    const chain = new PipelineChain(() => Promise.reject(new ModuleCreationError(stage, 'bad setting')), {
      signal,
      log,
      clock: hostPorts().clock,
      openStateStore: async () => {
        throw new Error('no state is kept');
      },
    });
    const outcome = await chain.run({ ports: hostPorts(), log, signal, dryRun: false });
    expect(outcome).toEqual({ kind: 'failed', code, error: 'bad setting' });
  });

  it('turns an exception nobody expected into a failed run', async () => {
    const { run, journal } = chainOf((number) => {
      if (number === 1) throw new TypeError('x is not a function');
    });
    expect(await run()).toMatchObject({
      kind: 'finished',
      result: { status: 'error', failure: { message: 'x is not a function' } },
    });
    expect((await run()).kind).toBe('finished');
    expect(journal).toContain('build chain 2');
  });

  it('tells a run that the process cancelled from a module that gave up by itself', async () => {
    const stop = new AbortController();
    const { chain, log, run } = chainOf(
      () => {},
      () => Promise.reject(new CancelledError()),
    );
    expect(await run()).toMatchObject({ kind: 'failed', code: 'INPUT_CREATION_FAILED' });
    stop.abort();
    const options = { ports: hostPorts(), log, signal: stop.signal, dryRun: false };
    expect(await chain.run(options)).toEqual({ kind: 'cancelled' });
  });
});
