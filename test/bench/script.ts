/**
 * `node test/bench/script.ts`: what the script filter costs for 100,000 small records and a function of one line, as
 * ratios to the same function called directly, and next to what other ways of running it cost. All sides take turns
 * in one process and medians are compared, so that a busy machine slows all alike.
 */
import { Worker } from 'node:worker_threads';
import { formatTable } from '../../build/table.ts';
import type { DataRecord } from '../../src/core/record.ts';
import { scriptFilter } from '../../src/modules/filters/script/index.ts';
import { compileFilter, testRun } from '../helpers/module-run.ts';

const ROUNDS = Number(process.env['CANNECTORS_BENCH_ROUNDS'] ?? 9);
const RECORDS = 100_000;
const LIST = 1000;
const SOURCE = 'function transform(record) { record.total = record.qty * record.price; return record; }';

function smallRecords(count = RECORDS): DataRecord[] {
  return Array.from({ length: count }, (_, id) => ({ id, name: `name${id}`, qty: id % 10, price: 1.5 }));
}

/** A thread with `node:vm` in it: fast, and no boundary against hostile code. For comparison only. */
class VmThread {
  readonly #worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const context = require('node:vm').createContext(Object.create(null));
     require('node:vm').runInContext(${JSON.stringify(SOURCE)} + \`;
       function all(json) { const list = JSON.parse(json); for (let i = 0; i < list.length; i += 1) list[i] = transform(list[i]); return JSON.stringify(list); }\`, context);
     parentPort.on('message', (json) => parentPort.postMessage(context.all(json)));`,
    { eval: true },
  );
  readonly #waiting: ((json: string) => void)[] = [];

  constructor() {
    this.#worker.on('message', (json: string) => this.#waiting.shift()?.(json));
  }

  async transform(records: readonly DataRecord[]): Promise<DataRecord[]> {
    const results: DataRecord[] = [];
    const underWay: Promise<string>[] = [];
    for (let first = 0; first < records.length || underWay.length > 0; ) {
      while (first < records.length && underWay.length < 2) {
        const json = JSON.stringify(records.slice(first, first + LIST));
        underWay.push(new Promise((resolve) => this.#waiting.push(resolve)));
        this.#worker.postMessage(json);
        first += LIST;
      }
      for (const record of JSON.parse((await underWay.shift()) ?? '[]')) results.push(record);
    }
    return results;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const filter = await compileFilter(scriptFilter, { script: SOURCE });
const thread = new VmThread();

interface Way {
  readonly name: string;
  run(records: DataRecord[]): Promise<readonly DataRecord[]>;
}

const WAYS: readonly Way[] = [
  {
    name: 'the function, called directly',
    // Compiled anew each round, as a run does.
    run: async (records) => records.map(new Function(`${SOURCE} return transform;`)()),
  },
  {
    name: 'two JSON copies and no script',
    run: async (records) => JSON.parse(JSON.stringify(JSON.parse(JSON.stringify(records)))),
  },
  { name: 'node:vm in a thread (no boundary)', run: (records) => thread.transform(records) },
  { name: 'the script filter', run: async (records) => filter.process(records, testRun()) },
];

const expected = JSON.stringify(await WAYS[0]?.run(smallRecords(2 * LIST)));
for (const way of WAYS.slice(2)) {
  const result = JSON.stringify(await way.run(smallRecords(2 * LIST)));
  if (result !== expected) throw new Error(`${way.name} gives other records`);
}

const times = WAYS.map((): number[] => []);
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [index, way] of WAYS.entries()) {
    const records = smallRecords();
    const started = performance.now();
    await way.run(records);
    times[index]?.push(performance.now() - started);
  }
}
const invocations: number[] = [];
for (let call = 0; call < 100; call += 1) {
  const started = performance.now();
  await filter.process(smallRecords(1), testRun());
  invocations.push(performance.now() - started);
}
await thread.close();

const direct = median(times[0] ?? []);
console.log(
  `Node.js ${process.version}, ${RECORDS} records, medians of ${ROUNDS} rounds; the goal is a ratio of 3\n`,
);
console.log(
  formatTable(
    WAYS.map(({ name }, index) => {
      const milliseconds = median(times[index] ?? []);
      return {
        way: name,
        'time (ms)': Number(milliseconds.toFixed(0)),
        'per record (µs)': Number(((milliseconds * 1000) / RECORDS).toFixed(2)),
        ratio: Number((milliseconds / direct).toFixed(1)),
      };
    }),
  ),
);
console.log(`\nA run of one record, with fresh globals: ${median(invocations).toFixed(2)} ms`);
