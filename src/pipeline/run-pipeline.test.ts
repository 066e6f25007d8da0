import { describe, expect, it } from 'vitest';
import { RecordingLogger } from '../../test/helpers/module-run.ts';
import { CancelledError, CannectorsError } from '../core/errors.ts';
import { hostPorts } from '../core/host-ports.ts';
import type { DataRecord } from '../core/record.ts';
import { parseRecordPath } from '../language/path/record-path.ts';
import type { Filter, Input, Output, WriteReport } from '../modules/contract/module.ts';
import type { Run } from '../modules/contract/run.ts';
import type { RunState } from '../modules/contract/state.ts';
import type { CompiledPipeline } from './compiled-pipeline.ts';
import { openPipeline } from './open-pipeline.ts';
import { runPipeline } from './run-pipeline.ts';
import type { LoadedState, PipelineState, StateStore } from './state/state-store.ts';

/** What happened, in order: the observable protocol between the engine and its modules. */
type Journal = string[];

function inputOf(pages: DataRecord[][], journal: Journal, failure?: Error): Input {
  return {
    open: async () => void journal.push('input.open'),
    async *read() {
      journal.push('input.read');
      yield* pages;
      if (failure !== undefined) throw failure;
    },
    close: async () => void journal.push('input.close'),
  };
}

function filterOf(
  process: (records: DataRecord[], run: Run) => DataRecord[] | Promise<DataRecord[]>,
  journal: Journal,
): Filter {
  return {
    process: (records, run) => {
      journal.push('filter');
      return process(records, run);
    },
    close: async () => void journal.push('filter.close'),
  };
}

interface OutputParts {
  write?(records: DataRecord[], run: Run): Promise<WriteReport>;
  open?(): Promise<void>;
  preview?: Output['preview'];
}

function outputOf(journal: Journal, parts: OutputParts = {}): Output {
  return {
    open: async () => {
      journal.push('output.open');
      await parts.open?.();
    },
    write: (records, run) => {
      journal.push(`output.write ${records.length}`);
      return parts.write?.(records, run) ?? Promise.resolve({ sent: records.length });
    },
    preview: (records, options) => {
      journal.push(`output.preview ${records.length}`);
      return parts.preview?.(records, options) ?? [];
    },
    close: async () => void journal.push('output.close'),
  };
}

function pipelineOf(input: Input, filters: Filter[], output: Output): CompiledPipeline {
  return {
    id: 'p1',
    name: 'Pipeline One',
    version: '1',
    description: '',
    enabled: true,
    showCredentials: false,
    input: { type: 'fakeInput', name: undefined, index: 0, module: input },
    filters: filters.map((module, index) => ({ type: 'fakeFilter', name: undefined, index, module })),
    disabledFilters: [],
    output: { type: 'fakeOutput', name: 'Sink', index: 0, module: output },
  };
}

function noStore(): StateStore {
  throw new Error('this pipeline keeps no state');
}

async function execute(
  pipeline: CompiledPipeline,
  options: { dryRun?: boolean; closeModules?: boolean; signal?: AbortSignal; store?: StateStore } = {},
) {
  const log = new RecordingLogger();
  const ports = hostPorts();
  const signal = options.signal ?? new AbortController().signal;
  const open = await openPipeline(pipeline, {
    signal: new AbortController().signal,
    log,
    clock: ports.clock,
    openStateStore: async () => options.store ?? noStore(),
  });
  const result = await runPipeline(open, {
    ports,
    log,
    signal,
    dryRun: options.dryRun ?? false,
    closeModules: options.closeModules ?? true,
    traceId: 'trace-1',
  });
  return { result, log };
}

const levelsAndMessages = (log: RecordingLogger) =>
  log.entries
    .filter(({ level }) => level !== 'DEBUG')
    .map(({ level, message, fields }) => [level, message, fields['stage']].filter(Boolean).join(' '));

describe('the result of a run', () => {
  const info = (totalAttempts: number) => ({
    totalAttempts,
    retryCount: totalAttempts - 1,
    retryDelaysMs: Array.from({ length: totalAttempts - 1 }, () => 0),
    totalDurationMs: 1,
  });

  function reporting(input: number[], output: number[], error?: CannectorsError): CompiledPipeline {
    const report = (run: Run, stage: 'input' | 'output', attempts: number) =>
      run.retries.report(stage, attempts > 1 ? info(attempts) : undefined);
    const source: Input = {
      async *read(run) {
        for (const attempts of input) report(run, 'input', attempts);
        yield [{ id: 1 }];
      },
    };
    const write: OutputParts['write'] = async (records, run) => {
      for (const attempts of output) report(run, 'output', attempts);
      return error === undefined ? { sent: records.length } : { sent: 0, error };
    };
    return pipelineOf(source, [], outputOf([], { write }));
  }

  it.each([
    ['nothing when no request was repeated', [1], [1], undefined],
    ['input and output apart', [2], [3], { input: info(2), output: info(3) }],
    ['the input alone when the output needed none', [2], [1], { input: info(2) }],
    ['the last request of each', [2, 3, 1], [3, 2], { output: info(2) }],
  ])('tells of retries %s', async (_, input, output, expected) => {
    const { result } = await execute(reporting(input, output));
    expect(result.retryInfo).toEqual(expected);
    expect(Object.hasOwn(result, 'retryInfo')).toBe(expected !== undefined);
  });

  it('tells of retries when it failed too', async () => {
    const { result } = await execute(reporting([2], [4], new CannectorsError('x')));
    expect(result).toMatchObject({ status: 'error', retryInfo: { input: info(2), output: info(4) } });
  });
});

describe('a run that succeeds', () => {
  it('connects the output first, closes the input before the filters and everything else at the end', async () => {
    const journal: Journal = [];
    const pages = [[{ id: 1 }], [{ id: 2 }, { id: 3 }]];
    const { result } = await execute(
      pipelineOf(
        inputOf(pages, journal),
        [filterOf((records) => records.slice(1), journal)],
        outputOf(journal),
      ),
    );
    expect(journal).toEqual([
      'input.open',
      'output.open',
      'input.read',
      'input.close',
      'filter',
      'output.write 2',
      'output.close',
      'filter.close',
    ]);
    expect(result).toMatchObject({
      status: 'success',
      recordsProcessed: 2,
      recordsFailed: 0,
      recordsSkipped: 0,
      errorCounts: [],
      cancelled: false,
    });
  });

  it('logs the published sequence with trace id and pipeline first on every record', async () => {
    const { log } = await execute(pipelineOf(inputOf([[{ id: 1 }]], []), [], outputOf([])));
    expect(levelsAndMessages(log)).toEqual([
      'INFO execution started',
      'INFO stage started input',
      'INFO stage completed input',
      'INFO stage started filter',
      'INFO stage completed filter',
      'INFO stage started output',
      'INFO stage completed output',
      'INFO execution completed',
      'INFO execution metrics',
    ]);
    const executorRecords = log.entries.filter(({ message }) => /^(execution|stage)/.test(message));
    for (const { fields } of executorRecords) {
      expect(Object.keys(fields).slice(0, 3)).toEqual(['trace_id', 'pipeline_id', 'pipeline_name']);
      expect(fields).toMatchObject({ trace_id: 'trace-1', pipeline_id: 'p1' });
    }
    expect(log.fieldsOf('execution completed')).toMatchObject({ status: 'success', records_processed: 1 });
  });

  it('keeps modules open when asked to, so that they can run again', async () => {
    const journal: Journal = [];
    await execute(pipelineOf(inputOf([[]], journal), [], outputOf(journal)), { closeModules: false });
    expect(journal).not.toContain('input.close');
    expect(journal).not.toContain('output.close');
  });

  it('runs and reports all three stages with no records at all', async () => {
    const journal: Journal = [];
    const { result, log } = await execute(pipelineOf(inputOf([], journal), [], outputOf(journal)));
    expect(result.recordsProcessed).toBe(0);
    expect(journal).toContain('output.write 0');
    expect(
      log.entries
        .filter(({ message }) => message === 'stage completed')
        .map(({ fields }) => fields['record_count']),
    ).toEqual([0, 0, 0]);
    expect(log.fieldsOf('execution metrics')).toMatchObject({ records_per_second: 0, records_processed: 0 });
  });

  it('counts what a tolerant output did not deliver as failed', async () => {
    const output = outputOf([], { write: async () => ({ sent: 1 }) });
    const { result, log } = await execute(pipelineOf(inputOf([[{}, {}, {}]], []), [], output));
    expect(result).toMatchObject({ status: 'success', recordsProcessed: 1, recordsFailed: 2 });
    expect(log.fieldsOf('execution metrics')).toMatchObject({ records_processed: 1, records_failed: 2 });
  });

  it('drops reserved fields that came from outside, with one warning a field, and keeps a field called record', async () => {
    const seen: DataRecord[] = [];
    const records = [
      { id: 1, _metadata: { loop: {} }, record: { id: 'forged' } },
      { id: 2, _errors: [{}], nested: { _metadata: 1 } },
      { id: 3, _errors: 'x' },
    ];
    const output = outputOf([], {
      write: async (written) => {
        seen.push(...written);
        return { sent: written.length };
      },
    });
    const { log } = await execute(pipelineOf(inputOf([records], []), [], output));
    expect(seen).toEqual([
      { id: 1, record: { id: 'forged' } },
      { id: 2, nested: { _metadata: 1 } },
      { id: 3 },
    ]);
    const warnings = log.entries.filter(
      ({ message }) => message === 'dropped reserved field from inbound records',
    );
    expect(warnings.map(({ fields }) => [fields['field'], fields['records']])).toEqual([
      ['_metadata', 1],
      ['_errors', 2],
    ]);
  });

  it('reports error markers by category, whatever became of the records', async () => {
    const filter = filterOf((_records, run) => {
      run.markers.add('validation');
      run.markers.add('network');
      run.markers.add('network');
      return [];
    }, []);
    const { result, log } = await execute(pipelineOf(inputOf([[{}]], []), [filter], outputOf([])));
    expect(result.errorCounts).toEqual([
      ['network', 2],
      ['validation', 1],
    ]);
    expect(log.fieldsOf('records carry error markers from filters running in log mode')).toMatchObject({
      error_counts: { network: 2, validation: 1 },
    });
  });
});

describe('records that a filter leaves out because of a failure', () => {
  const skipping = (count: number) =>
    filterOf((records, run) => {
      for (let skipped = 0; skipped < count; skipped += 1) run.skipped.add();
      return records.slice(count);
    }, []);

  it('are counted over all filters, beside those that the output did not deliver', async () => {
    const output = outputOf([], { write: async () => ({ sent: 1 }) });
    const filters = [skipping(2), skipping(1)];
    const { result, log } = await execute(pipelineOf(inputOf([[{}, {}, {}, {}, {}]], []), filters, output));
    expect(result).toMatchObject({ recordsProcessed: 1, recordsFailed: 1, recordsSkipped: 3 });
    expect(log.fieldsOf('execution metrics')).toMatchObject({ records_failed: 1, records_skipped: 3 });
    expect(log.messages('WARN')).toEqual([]);
  });

  it('are told when the output fails, and not when a filter does', async () => {
    const error = new CannectorsError('no');
    const output = outputOf([], { write: async () => ({ sent: 0, error }) });
    const atOutput = await execute(pipelineOf(inputOf([[{}, {}]], []), [skipping(1)], output));
    expect(atOutput.result).toMatchObject({ status: 'error', recordsSkipped: 1 });
    const failing = filterOf(() => {
      throw error;
    }, []);
    const atFilter = await execute(pipelineOf(inputOf([[{}, {}]], []), [skipping(1), failing], outputOf([])));
    expect(atFilter.result).toMatchObject({ status: 'error', recordsSkipped: 0 });
  });
});

describe('a run that fails', () => {
  it('does not read the input when the output cannot connect, and says why', async () => {
    const journal: Journal = [];
    const output = outputOf(journal, {
      open: async () => Promise.reject(new CannectorsError('no route', { category: 'network' })),
    });
    const { result, log } = await execute(pipelineOf(inputOf([[{}]], journal), [], output));
    expect(journal).toEqual(['input.open', 'output.open', 'input.close', 'output.close']);
    expect(result).toMatchObject({
      status: 'error',
      recordsProcessed: 0,
      failure: { code: 'OUTPUT_FAILED', module: 'output', message: 'no route' },
    });
    expect(levelsAndMessages(log)).toEqual([
      'INFO execution started',
      'ERROR output module failed to connect',
      'INFO execution completed',
    ]);
    expect(log.fieldsOf('output module failed to connect')).toMatchObject({
      output_type: 'fakeOutput',
      error: 'no route',
    });
  });

  it('sends nothing when the input fails after some pages, and closes the input once', async () => {
    const journal: Journal = [];
    const failure = new CannectorsError('authentication error (status 401): unauthorized', {
      category: 'authentication',
    });
    const { result, log } = await execute(
      pipelineOf(inputOf([[{}]], journal, failure), [], outputOf(journal)),
    );
    expect(journal.filter((entry) => entry === 'input.close')).toHaveLength(1);
    expect(journal.join()).not.toContain('output.write');
    expect(result.failure).toMatchObject({ code: 'INPUT_FAILED', module: 'input', stage: 'input' });
    expect(log.fieldsOf('stage failed')).toMatchObject({
      stage: 'input',
      record_count: 0,
      error_code: 'INPUT_FAILED',
    });
    expect(log.fieldsOf('execution completed')).toMatchObject({
      status: 'error',
      records_processed: 0,
      error_code: 'INPUT_FAILED',
      error_category: 'authentication',
    });
    expect(log.messages('INFO')).not.toContain('execution metrics');
  });

  it('stops at the first failing filter and names it', async () => {
    const journal: Journal = [];
    const failing = filterOf(() => {
      throw new CannectorsError('bad', {
        category: 'validation',
        code: 'MISSING_FIELD',
        module: 'mapping',
        recordIndex: 1,
        details: { source_field: 'a', nesting: 'then[2]' },
      });
    }, journal);
    const pipeline = pipelineOf(
      inputOf([[{}, {}]], []),
      [filterOf((records) => records, journal), failing, filterOf((r) => r, journal)],
      outputOf(journal),
    );
    // A filter that is switched off stands before the second one.
    const filters = pipeline.filters.map((filter, at) => ({ ...filter, index: at === 0 ? 0 : at + 1 }));
    const { result, log } = await execute({ ...pipeline, filters });
    expect(journal.filter((entry) => entry === 'filter')).toHaveLength(2);
    expect(journal.join()).not.toContain('output.write');
    expect(result.failure).toMatchObject({
      code: 'MISSING_FIELD',
      module: 'mapping',
      filterIndex: 1,
      message: 'filter module 1 failed: bad',
      details: {
        source_field: 'a',
        record_index: 1,
        filterIndex: 1,
        filterType: 'fakeFilter',
        fileIndex: 2,
        path: 'filters[2].then[2]',
      },
    });
    expect(log.fieldsOf('filter module execution failed')).toMatchObject({
      module: 'filter',
      filter_index: 1,
      filter_type: 'fakeFilter',
      path: 'filters[2].then[2]',
    });
    expect(log.fieldsOf('stage failed')).toMatchObject({
      error_code: 'FILTER_FAILED',
      record_count: 2,
      filter_index: 1,
    });
    expect(log.fieldsOf('execution completed')).toMatchObject({ records_processed: 2 });
  });

  it('counts what the output delivered before it failed', async () => {
    const error = new CannectorsError('server error (status 500): internal server error', {
      category: 'server',
    });
    const output = outputOf([], { write: async () => ({ sent: 2, error }) });
    const { result, log } = await execute(pipelineOf(inputOf([[{}, {}, {}]], []), [], output));
    expect(result).toMatchObject({
      status: 'error',
      recordsProcessed: 2,
      recordsFailed: 1,
      failure: { code: 'OUTPUT_FAILED' },
    });
    expect(log.fieldsOf('output module execution failed')).toMatchObject({
      records_sent: 2,
      records_failed: 1,
    });
    expect(log.fieldsOf('stage failed')).toMatchObject({ stage: 'output', record_count: 3 });
    expect(log.fieldsOf('execution completed')).toMatchObject({ records_processed: 2 });
  });

  it('redacts URLs in everything it reports', async () => {
    const failure = new Error('called https://user:pw@api.example/x?key=sentinel.');
    const { result, log } = await execute(pipelineOf(inputOf([], [], failure), [], outputOf([])));
    expect(JSON.stringify([result.failure?.message, log.entries])).not.toMatch(/sentinel|pw@/);
    expect(result.failure?.message).toBe('called https://api.example/x.');
  });
});

describe('a cancelled run', () => {
  it('ends in error as a cancellation, whatever the module threw', async () => {
    const controller = new AbortController();
    const filter = filterOf(() => {
      controller.abort();
      throw new Error('socket closed');
    }, []);
    const journal: Journal = [];
    const { result } = await execute(pipelineOf(inputOf([[{}]], journal), [filter], outputOf(journal)), {
      signal: controller.signal,
    });
    expect(result).toMatchObject({ status: 'error', cancelled: true });
    expect(result.failure?.error).toBeInstanceOf(CancelledError);
    expect(result.failure?.message).toContain('context canceled');
    expect(journal).toContain('output.close');
    expect(journal.join()).not.toContain('output.write');
  });

  it('does not start when it was cancelled before', async () => {
    const journal: Journal = [];
    const { result } = await execute(pipelineOf(inputOf([[{}]], journal), [], outputOf(journal)), {
      signal: AbortSignal.abort(),
    });
    expect(result.cancelled).toBe(true);
    expect(journal).not.toContain('input.read');
  });
});

describe('a dry-run', () => {
  it('never connects the output nor writes to it, and describes what it would do', async () => {
    const journal: Journal = [];
    const operation = {
      kind: 'http',
      recordCount: 2,
      method: 'POST',
      endpoint: 'https://h',
      headers: [],
      body: '',
    } as const;
    const output = outputOf(journal, { preview: () => [operation] });
    const { result, log } = await execute(pipelineOf(inputOf([[{}, {}]], journal), [], output), {
      dryRun: true,
    });
    expect(journal).toEqual(['input.open', 'input.read', 'input.close', 'output.preview 2', 'output.close']);
    expect(result).toMatchObject({
      status: 'success',
      recordsProcessed: 2,
      recordsFailed: 0,
      dryRunPreview: { kind: 'operations', operations: [operation] },
    });
    expect(log.fieldsOf('execution completed')['dry_run']).toBe(true);
  });

  it('succeeds even when the output cannot describe itself, and says why', async () => {
    const output = outputOf([], {
      preview: () => {
        throw new Error('cannot fetch x from <nil>');
      },
    });
    const { result, log } = await execute(pipelineOf(inputOf([[{}]], []), [], output), { dryRun: true });
    expect(result).toMatchObject({
      status: 'success',
      dryRunPreview: { kind: 'failed', reason: 'cannot fetch x from <nil>' },
    });
    expect(log.messages('ERROR')).toEqual(['failed to generate dry-run preview']);
  });
});

describe('opening', () => {
  it('closes what was open when a later module fails to open, and names the stage', async () => {
    const journal: Journal = [];
    const failing: Filter = {
      open: async () => Promise.reject(new Error('no')),
      process: (records) => records,
    };
    const opening = openPipeline(pipelineOf(inputOf([], journal), [failing], outputOf(journal)), {
      signal: new AbortController().signal,
      log: new RecordingLogger(),
      clock: hostPorts().clock,
      openStateStore: async () => noStore(),
    });
    await expect(opening).rejects.toMatchObject({
      name: 'ModuleCreationError',
      stage: 'filter',
      message: 'no',
    });
    expect(journal).toEqual(['input.open', 'input.close', 'output.close']);
  });

  it('warns about a module that fails to close and closes the others', async () => {
    const journal: Journal = [];
    const input: Input = { ...inputOf([[]], journal), close: async () => Promise.reject(new Error('stuck')) };
    const { result, log } = await execute(pipelineOf(input, [], outputOf(journal)));
    expect(result.status).toBe('success');
    expect(journal).toContain('output.close');
    expect(log.fieldsOf('failed to close module')).toMatchObject({ module: 'input', error: 'stuck' });
  });
});

describe('a run of an input that keeps state', () => {
  /** A store in memory that writes down what happens to it. */
  function memoryStore(journal: Journal, loaded: LoadedState, saveFailure?: Error) {
    const saved: PipelineState[] = [];
    const store: StateStore = {
      load: async (_id, _log, access) => {
        journal.push(`load to ${access}`);
        return loaded;
      },
      save: async (state) => {
        journal.push('save');
        if (saveFailure !== undefined) throw saveFailure;
        saved.push(state);
      },
      release: async () => void journal.push('release'),
    };
    return { store, saved };
  }

  function keepingInput(records: DataRecord[], journal: Journal, seen: RunState[] = []): Input {
    return {
      ...inputOf([records], journal),
      persistence: { storagePath: 'state', timestamp: 'start', id: parseRecordPath('id') },
      async *read(run) {
        seen.push(run.state);
        yield records;
      },
    };
  }

  const found: LoadedState = {
    kind: 'found',
    state: { pipelineId: 'p1', lastTimestamp: '2026-01-01T00:00:00.5Z', lastId: 'A' },
  };

  it('reads it before the output connects and saves it after the output accepted the records', async () => {
    const journal: Journal = [];
    const seen: RunState[] = [];
    const { store, saved } = memoryStore(journal, found);
    const removesIds = filterOf((records) => records.map(() => ({})), []);
    const input = keepingInput([{ id: 'B' }, { id: 'C' }], journal, seen);
    const { result } = await execute(pipelineOf(input, [removesIds], outputOf(journal)), { store });
    expect(journal).toEqual([
      'input.open',
      'load to write',
      'output.open',
      'input.close',
      'output.write 2',
      'save',
      'output.close',
      'release',
    ]);
    expect(seen).toEqual([{ lastTimestamp: '2026-01-01T00:00:00Z', lastId: 'A' }]);
    expect(saved).toEqual([
      {
        pipelineId: 'p1',
        lastTimestamp: result.startedAt.toISOString(),
        lastId: 'C',
        updatedAt: expect.any(String),
      },
    ]);
  });

  it('keeps the id of earlier runs when nothing was fetched', async () => {
    const { store, saved } = memoryStore([], found);
    await execute(pipelineOf(keepingInput([], []), [], outputOf([])), { store });
    expect(saved).toMatchObject([{ lastId: 'A' }]);
  });

  it('saves nothing when the output fails, and nothing in a dry-run', async () => {
    const journal: Journal = [];
    const { store, saved } = memoryStore(journal, found);
    const failing = outputOf([], { write: async () => ({ sent: 0, error: new CannectorsError('no') }) });
    await execute(pipelineOf(keepingInput([{ id: 1 }], []), [], failing), { store });
    await execute(pipelineOf(keepingInput([{ id: 1 }], []), [], outputOf([])), { store, dryRun: true });
    expect(saved).toEqual([]);
    expect(journal).toEqual(['load to write', 'release', 'load to read', 'release']);
  });

  it('saves nothing when a filter fails or the run is cancelled', async () => {
    const { store, saved } = memoryStore([], found);
    const failing = filterOf(() => {
      throw new CannectorsError('no');
    }, []);
    await execute(pipelineOf(keepingInput([{ id: 1 }], []), [failing], outputOf([])), { store });
    const signal = AbortSignal.abort();
    await execute(pipelineOf(keepingInput([{ id: 1 }], []), [], outputOf([])), { store, signal });
    expect(saved).toEqual([]);
  });

  it('warns when it saves a state although records were skipped', async () => {
    const skipping = filterOf((_records, run) => {
      run.skipped.add();
      return [];
    }, []);
    const { store, saved } = memoryStore([], found);
    const { result, log } = await execute(
      pipelineOf(keepingInput([{ id: 1 }], []), [skipping], outputOf([])),
      { store },
    );
    expect(result).toMatchObject({ status: 'success', recordsSkipped: 1 });
    expect(saved).toHaveLength(1);
    expect(log.messages('WARN')).toEqual(['state saved although records were skipped']);
    expect(log.fieldsOf('state saved although records were skipped')).toMatchObject({ records_skipped: 1 });
    const unsaved = memoryStore([], found, new Error('disk full'));
    const second = await execute(
      pipelineOf(keepingInput([{ id: 1 }], []), [skipping], outputOf([])),
      unsaved,
    );
    expect(second.log.messages('WARN')).toEqual(['failed to persist state after execution']);
  });

  it('starts from nothing with a warning when the state cannot be used', async () => {
    const seen: RunState[] = [];
    const { store, saved } = memoryStore([], { kind: 'reset', reason: 'failed to unmarshal state: empty' });
    const { result, log } = await execute(pipelineOf(keepingInput([{ id: 9 }], [], seen), [], outputOf([])), {
      store,
    });
    expect(seen).toEqual([{ lastTimestamp: undefined, lastId: undefined }]);
    expect(result.status).toBe('success');
    expect(saved).toMatchObject([{ lastId: '9' }]);
    expect(log.entries).toContainEqual({
      level: 'WARN',
      message: 'failed to load state for pipeline, continuing without persistence',
      fields: expect.objectContaining({
        error: 'failed to unmarshal state: empty; this run reads everything from the start',
      }),
    });
  });

  it('succeeds with a warning when the state cannot be saved', async () => {
    const { store } = memoryStore([], found, new Error('disk full'));
    const { result, log } = await execute(pipelineOf(keepingInput([{ id: 1 }], []), [], outputOf([])), {
      store,
    });
    expect(result.status).toBe('success');
    expect(log.entries).toContainEqual({
      level: 'WARN',
      message: 'failed to persist state after execution',
      fields: expect.objectContaining({ error: 'disk full; the next run reads the same records again' }),
    });
  });

  it('warns when the last record has no id, and keeps the one from before', async () => {
    const { store, saved } = memoryStore([], found);
    const { log } = await execute(pipelineOf(keepingInput([{ id: 1 }, { n: 2 }], []), [], outputOf([])), {
      store,
    });
    expect(saved).toMatchObject([{ lastId: 'A' }]);
    expect(log.entries).toContainEqual({
      level: 'WARN',
      message: 'failed to extract last ID for state persistence',
      fields: expect.objectContaining({ id_field: 'id' }),
    });
  });
});
