import { describe, expect, it } from 'vitest';
import { RecordingLogger } from '../../test/helpers/module-run.ts';
import { CancelledError, CannectorsError } from '../core/errors.ts';
import { hostPorts } from '../core/host-ports.ts';
import type { DataRecord } from '../core/record.ts';
import type { Filter, Input, Output, WriteReport } from '../modules/contract/module.ts';
import type { Run } from '../modules/contract/run.ts';
import type { CompiledPipeline } from './compiled-pipeline.ts';
import { openPipeline } from './open-pipeline.ts';
import { runPipeline } from './run-pipeline.ts';

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

async function execute(
  pipeline: CompiledPipeline,
  options: { dryRun?: boolean; closeModules?: boolean; signal?: AbortSignal } = {},
) {
  const log = new RecordingLogger();
  const ports = hostPorts();
  const signal = options.signal ?? new AbortController().signal;
  const open = await openPipeline(pipeline, {
    signal: new AbortController().signal,
    log,
    clock: ports.clock,
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
      throw new CannectorsError('bad', { category: 'validation', code: 'MISSING_FIELD', module: 'mapping' });
    }, journal);
    const { result, log } = await execute(
      pipelineOf(
        inputOf([[{}, {}]], []),
        [filterOf((records) => records, journal), failing, filterOf((r) => r, journal)],
        outputOf(journal),
      ),
    );
    expect(journal.filter((entry) => entry === 'filter')).toHaveLength(2);
    expect(journal.join()).not.toContain('output.write');
    expect(result.failure).toMatchObject({
      code: 'MISSING_FIELD',
      module: 'mapping',
      filterIndex: 1,
      message: 'filter module 1 failed: bad',
    });
    expect(log.fieldsOf('filter module execution failed')).toMatchObject({
      module: 'filter',
      filter_index: 1,
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
