import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostPorts } from '../../src/core/host-ports.ts';
import { type DataObject, type DataRecord, isDataObject, type Value } from '../../src/core/record.ts';
import { deepCopy } from '../../src/core/value.ts';
import { builtInRegistry } from '../../src/modules/built-in.ts';
import { defineInput, defineOutput } from '../../src/modules/contract/definition.ts';
import { checkPipeline } from '../../src/pipeline/check-pipeline.ts';
import { parseDocument } from '../../src/pipeline/document/read-document.ts';
import { loadPipeline } from '../../src/pipeline/load-pipeline.ts';
import { openPipeline } from '../../src/pipeline/open-pipeline.ts';
import { runPipeline } from '../../src/pipeline/run-pipeline.ts';
import { RecordingLogger } from '../helpers/module-run.ts';

/** A pipeline between records that are given and records that are looked at, and what is expected of it. */
export interface FilterCase {
  readonly title: string;
  /** The `defaults` of the pipeline. */
  readonly defaults?: DataObject;
  readonly filters: readonly Value[];
  readonly records: readonly DataRecord[];
  /** The records that reach the output. */
  readonly result?: readonly DataRecord[];
  /** A part of the message of the run that fails. */
  readonly error?: string;
  /** What the failure tells beside its message. */
  readonly details?: DataObject;
  /** The mistakes found before the run, each with its path. */
  readonly refused?: readonly string[];
  /** Error markers by category; none when absent. */
  readonly markers?: DataObject;
  /** Records counted as skipped; 0 when absent. */
  readonly skipped?: number;
  /** Level and message of what is logged at WARN and ERROR; not looked at when absent. */
  readonly log?: readonly string[];
}

/** The cases of every file in the folder, by the name of the file. */
export async function filterCases(folder: string): Promise<[name: string, cases: FilterCase[]][]> {
  const root = join(import.meta.dirname, folder);
  return Promise.all(
    readdirSync(root).map(async (file): Promise<[string, FilterCase[]]> => {
      const document = await parseDocument(readFileSync(join(root, file), 'utf8'), file);
      const cases = isDataObject(document.root) ? document.root['cases'] : undefined;
      if (!Array.isArray(cases)) throw new Error(`${file} must hold cases: and a list`);
      return [file.replace(/\.yaml$/, ''), cases.map((value) => checkedCase(value, file))];
    }),
  );
}

const FIELDS = new Set(
  'title defaults filters records result error details refused markers skipped log'.split(' '),
);

/** A typing mistake must not switch a check off. */
function checkedCase(value: Value, file: string): FilterCase {
  if (!isDataObject(value)) throw new Error(`${file}: a case is an object`);
  const unknown = Object.keys(value).filter((field) => !FIELDS.has(field));
  const outcomes = ['result', 'error', 'refused'].filter((field) => Object.hasOwn(value, field));
  if (unknown.length > 0 || outcomes.length !== 1) {
    throw new Error(
      `${file}: "${String(value['title'])}" has unknown fields ${unknown} or outcomes ${outcomes}`,
    );
  }
  return value as unknown as FilterCase;
}

/** What became of a case, in the form in which it states what is expected. */
export async function outcomeOf({ title, defaults, filters, records }: FilterCase) {
  const taken: DataRecord[] = [];
  const registry = builtInRegistry();
  registry.register(
    defineInput({
      type: 'given',
      summary: 'Test input.',
      fields: {},
      examples: [],
      compile: () => ({
        async *read() {
          yield deepCopy([...records]) as DataRecord[];
        },
      }),
    }),
  );
  registry.register(
    defineOutput({
      type: 'taken',
      summary: 'Test output.',
      fields: {},
      examples: [],
      compile: () => ({
        write: async (written) => {
          taken.push(...written);
          return { sent: written.length };
        },
        preview: () => [],
      }),
    }),
  );
  const root = {
    name: title,
    defaults: defaults ?? {},
    input: { type: 'given' },
    filters,
    output: { type: 'taken' },
  };
  const document = await parseDocument(JSON.stringify(root), 'case.json', 'json');
  const ports = hostPorts();
  const { problems } = await checkPipeline(document, registry, ports);
  if (problems.length > 0) {
    return { refused: problems.map(({ path, message }) => `${path.join('.')}: ${message}`) };
  }
  const log = new RecordingLogger();
  const { signal } = new AbortController();
  const open = await openPipeline(await loadPipeline(document, registry, ports), {
    signal,
    log,
    clock: ports.clock,
    openStateStore: () => {
      throw new Error('a test input keeps no state');
    },
  });
  const run = await runPipeline(open, { ports, log, signal, dryRun: false, closeModules: true });
  const troubles = log.entries.filter(({ level }) => level === 'WARN' || level === 'ERROR');
  return {
    ...(run.failure === undefined
      ? { result: taken }
      : { error: run.failure.message, details: run.failure.details }),
    markers: Object.fromEntries(run.errorCounts),
    skipped: run.recordsSkipped,
    log: troubles.map(({ level, message }) => `${level} ${message}`),
  };
}
