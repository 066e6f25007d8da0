import { describe, expect, it } from 'vitest';
import {
  compileFilter,
  compileModule,
  RecordingLogger,
  schemaAccepts,
  type TestRun,
  testRun,
} from '../../../../test/helpers/module-run.ts';
import { CancelledError, CannectorsError } from '../../../core/errors.ts';
import type { Files } from '../../../core/ports.ts';
import type { DataRecord } from '../../../core/record.ts';
import type { LogFields, LogLevel } from '../../../observability/logger.ts';
import { scriptFilter } from './index.ts';

type Settings = Readonly<Record<string, unknown>>;

async function transform(
  script: string,
  records: DataRecord[],
  settings: Settings = {},
  run = testRun(),
): Promise<DataRecord[]> {
  const filter = await compileFilter(scriptFilter, { script, ...settings });
  return filter.process(records, run);
}

const body = (text: string): string => `function transform(record) { ${text} }`;

async function thrownBy(work: Promise<unknown>): Promise<CannectorsError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CannectorsError)) throw new Error(`no CannectorsError: ${String(error)}`);
  return error;
}

function filesWith(texts: Readonly<Record<string, string>>): Files {
  return {
    absolute: (path) => `/app/${path}`,
    readText: (path) => {
      const text = texts[path];
      if (text !== undefined) return text;
      throw Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), { code: 'ENOENT' });
    },
  };
}

/** A run whose logger calls back with every line, before the script goes on. */
function listeningRun(listen: (message: string) => void): TestRun {
  class ListeningLogger extends RecordingLogger {
    override log(level: LogLevel, message: string, fields?: LogFields): void {
      super.log(level, message, fields);
      listen(message);
    }
  }
  return { ...testRun(), log: new ListeningLogger() };
}

describe('what transform returns', () => {
  it.each<[name: string, script: string, expected: DataRecord]>([
    ['the edited record', body('record.b = 2; return record;'), { a: 1, list: ['x'], b: 2 }],
    ['another object', body('return { c: record.a };'), { c: 1 }],
    ['an empty object', body('return {};'), {}],
    ['a spread copy', body('return { ...record, a: 3 };'), { a: 3, list: ['x'] }],
    [
      'a class instance',
      body('class P { constructor() { this.x = 1; } get y() { return 2; } } return new P();'),
      { x: 1 },
    ],
    ['own getters', body('return { get x() { return 1; } };'), { x: 1 }],
    [
      'an edit of a list',
      body('record.list.push("y", "z"); record.list.splice(0, 1); record.list.pop(); return record;'),
      { a: 1, list: ['y'] },
    ],
    [
      'an object that is edited after it was assigned',
      body('record.o = {}; record.o.x = [1]; record.o.x.push(2); return record;'),
      { a: 1, list: ['x'], o: { x: [1, 2] } },
    ],
    ['a deleted field', body('delete record.list; return record;'), { a: 1 }],
    [
      'undefined values',
      body('record.a = undefined; record.list = [undefined, , 1]; return record;'),
      { a: null, list: [null, null, 1] },
    ],
    [
      'symbols, inherited and hidden properties',
      body(
        'const r = Object.create({ inherited: 1 }); r[Symbol("s")] = 1; r.own = 1; Object.defineProperty(r, "hidden", { value: 1 }); return r;',
      ),
      { own: 1 },
    ],
    [
      'a Map and a Set inside',
      body('return { m: new Map([["k", { v: 1 }]]), s: new Set([1, "x"]) };'),
      { m: [['k', { v: 1 }]], s: [1, 'x'] },
    ],
    ['a typed array inside', body('return { bytes: new Uint8Array([1, 2]) };'), { bytes: [1, 2] }],
    ['dates', body('return { d: new Date(0), bad: new Date(NaN) };'), { d: new Date(0), bad: null }],
    [
      'big integers',
      body('return { big: 2n ** 70n, small: 7n, negative: -(2n ** 64n) };'),
      { big: 2n ** 70n, small: 7, negative: -(2n ** 64n) },
    ],
    [
      'numbers',
      body('return { i: 6 / 2, f: 0.1, e: 1e300, big: 2 ** 60 };'),
      { i: 3, f: 0.1, e: 1e300, big: 2 ** 60 },
    ],
    [
      'what a promise callback did',
      body('Promise.resolve().then(() => { record.late = 1; }); return record;'),
      { a: 1, list: ['x'], late: 1 },
    ],
  ])('%s becomes the record', async (_name, script, expected) => {
    expect(await transform(script, [{ a: 1, list: ['x'] }])).toEqual([expected]);
  });

  it.each([
    ['null', 'return null;', 'returned null or undefined - transform function must return an object'],
    ['nothing', '', 'returned null or undefined - transform function must return an object'],
    [
      'a list',
      'return [1, 2];',
      'returned an array (length 2) - transform function must return an object, not an array',
    ],
    [
      'a Set',
      'return new Set([1]);',
      'returned an array (length 1) - transform function must return an object, not an array',
    ],
    ...[
      ['"s"', 'string'],
      ['42', 'number'],
      ['true', 'boolean'],
      ['() => 1', 'function'],
      ['5n', 'bigint'],
      ['Symbol("s")', 'symbol'],
      ['new Date()', 'Date'],
      ['new Map()', 'Map'],
      ['Promise.resolve({})', 'Promise'],
      ['(async () => record)()', 'Promise'],
      ['new Uint8Array(2)', 'Uint8Array'],
    ].map(([value, type]) => [
      String(value),
      `return ${value};`,
      `returned invalid type ${type} - transform function must return an object, got ${type}`,
    ]),
    [
      'a function inside',
      'return { a: { b: [() => 1] } };',
      'returned a record whose field "a.b.0" is a function, which no record can hold',
    ],
    [
      'not a number',
      'return { total: 0 / 0 };',
      'returned a record whose field "total" is NaN, which no record can hold',
    ],
    [
      'infinity',
      'return { a: { n: -1 / 0 } };',
      'returned a record whose field "a.n" is -Infinity, which no record can hold',
    ],
    [
      'a circle',
      'record.self = record; return record;',
      'returned a record whose field "self" contains itself',
    ],
  ])('%s is an error that says what to do', async (_name, text, message) => {
    const error = await thrownBy(transform(body(text), [{}]));
    expect(error.message).toBe(`script at record 0 ${message}`);
    expect(error).toMatchObject({
      code: 'EXECUTION_FAILED',
      category: 'validation',
      retryable: false,
      module: 'script',
      recordIndex: 0,
    });
  });
});

describe('values on their way through a script', () => {
  it.each<[name: string, record: DataRecord]>([
    [
      'integers beyond 2^53',
      {
        id: 9007199254740993n,
        rows: [{ id: -(2n ** 63n) }, { id: 2n ** 63n - 1n }],
        ids: [2n ** 53n + 1n, 2n ** 53n],
      },
    ],
    ['dates', { at: new Date(1_700_000_000_123), list: [new Date(0)] }],
    [
      'texts with every kind of character',
      {
        nul: 'a\u0000b',
        quote: '"\\',
        lone: '\ud800x',
        emoji: '😀',
        line: '\u2028\n',
        mark: '\u0001i5',
        marks: ['\u0001', '\u0001\u0001s'],
      },
    ],
    ['a key __proto__', JSON.parse('{"__proto__": {"a": 1}, "constructor": "x"}')],
    [
      'a key __proto__ next to a big integer',
      Object.defineProperty({ n: 2n ** 60n }, '__proto__', {
        value: '\u0001x',
        enumerable: true,
        configurable: true,
        writable: true,
      }),
    ],
    ['empty values', { a: null, b: '', c: [], d: {}, e: false, f: 0, '': 1 }],
    [
      'numbers',
      { tiny: 5e-324, huge: 1.7976931348623157e308, third: 1 / 3, safe: 9007199254740991, minus: -1.5 },
    ],
  ])('come back exactly when untouched: %s', async (_name, record) => {
    const copy = structuredClone(record);
    for (const script of [body('return record;'), body('return { ...record };')]) {
      const [result] = await transform(script, [record]);
      expect(result).toEqual(copy);
      expect(Object.keys(result ?? {})).toEqual(Object.keys(copy));
    }
  });

  it('keep the order of keys', async () => {
    const [result] = await transform(body('record.z = 1; record.a = 2; return record;'), [{ m: 1, b: 2 }]);
    expect(Object.keys(result ?? {})).toEqual(['m', 'b', 'z', 'a']);
  });

  it('keep the digits of a big integer that moves with its object, or has no double', async () => {
    const [first, second] = [2n ** 60n + 1n, 2n ** 60n + 2n];
    const rows = () => [{ id: first }, { id: second }];
    expect(await transform(body('record.rows.reverse(); return record;'), [{ rows: rows() }])).toEqual([
      { rows: rows().reverse() },
    ]);
    expect(await transform(body('return { other: record.id };'), [{ id: first }])).toEqual([
      { other: first },
    ]);
    const both = { id: first, parent: second };
    expect(await transform(body('return { ...record };'), [both])).toEqual([both]);
  });

  it('show a big integer to the script as a rounded number, and a date as a Date', async () => {
    const script = body(
      'return { type: typeof record.id, value: record.id + 0 === 2 ** 60, date: record.at.getTime() };',
    );
    const [result] = await transform(script, [{ id: 2n ** 60n + 1n, at: new Date(5) }]);
    expect(result).toEqual({ type: 'number', value: true, date: 5 });
  });

  it('look like ordinary JavaScript values', async () => {
    const script = body(`return {
      absent: record.none === undefined, nothing: record.nothing === null, list: Array.isArray(record.list),
      keys: Object.keys(record).join(), json: JSON.stringify(record.o), loop: (() => { let s = ''; for (const k in record.o) s += k; return s; })(),
      proto: Object.getPrototypeOf(record) === Object.prototype && record.list instanceof Array,
    };`);
    const [result] = await transform(script, [{ nothing: null, list: [], o: { x: 1, y: [2] } }]);
    expect(result).toEqual({
      absent: true,
      nothing: true,
      list: true,
      keys: 'nothing,list,o',
      json: '{"x":1,"y":[2]}',
      loop: 'xy',
      proto: true,
    });
  });

  it('arrive in order however many there are and however large', async () => {
    const records = Array.from({ length: 2500 }, (_, id) => ({ id, text: 'x'.repeat(id % 700) }));
    const result = await transform(body('record.twice = record.id * 2; return record;'), records);
    expect(result).toEqual(records.map((record) => ({ ...record, twice: record.id * 2 })));
  });

  it('may nest as deeply as any record', async () => {
    const deep: DataRecord = JSON.parse('{"x":'.repeat(999) + '1' + '}'.repeat(999));
    expect(JSON.stringify(await transform(body('return record;'), [deep]))).toBe(`[${JSON.stringify(deep)}]`);
  });
});

describe('the function', () => {
  it.each([
    ['a declaration', 'function transform(r) { r.x = 1; return r; }'],
    ['var', 'var transform = function (r) { r.x = 1; return r; };'],
    ['let', 'let transform = (r) => ({ ...r, x: 1 });'],
    ['const', 'const transform = (r) => { r.x = 1; return r; };'],
    ['a property of the global object', 'globalThis.transform = (r) => ({ x: 1 });'],
  ])('may be %s', async (_name, script) => {
    expect(await transform(script, [{}])).toEqual([{ x: 1 }]);
  });

  it('is called with the record as only argument and, in sloppy code, the global object as this', async () => {
    const script =
      'function transform() { return { count: arguments.length, global: this === globalThis }; }';
    expect(await transform(script, [{}])).toEqual([{ count: 1, global: true }]);
  });

  it('has undefined as this in strict code', async () => {
    const script = '"use strict"; function transform() { return { self: typeof this }; }';
    expect(await transform(script, [{}])).toEqual([{ self: 'undefined' }]);
  });
});

describe('the environment', () => {
  it('has the language library', async () => {
    const names =
      'Object Function Array String Number Boolean BigInt Symbol RegExp Date Math JSON Map Set WeakMap WeakSet Proxy Reflect Promise Error EvalError RangeError ReferenceError SyntaxError TypeError URIError ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array parseInt parseFloat isNaN isFinite encodeURI encodeURIComponent decodeURI decodeURIComponent escape unescape globalThis eval console';
    const script = `const names = ${JSON.stringify(names)}.split(' ');
      function transform() { return { missing: names.filter((name) => eval('typeof ' + name) === 'undefined').join() }; }`;
    expect(await transform(script, [{}])).toEqual([{ missing: '' }]);
  });

  it('has nothing of the host', async () => {
    const names =
      'require module exports process Buffer global fetch XMLHttpRequest WebSocket setTimeout setInterval setImmediate queueMicrotask structuredClone URL TextEncoder atob btoa crypto performance navigator Intl WebAssembly self window print std os';
    const script = `const names = ${JSON.stringify(names)}.split(' ');
      function transform() { return { found: names.filter((name) => eval('typeof ' + name) !== 'undefined' || name in globalThis).join(), fs: typeof globalThis.fs }; }`;
    expect(await transform(script, [{}])).toEqual([{ found: '', fs: 'undefined' }]);
  });

  it('knows the time of the host, its zone, and chance', async () => {
    const before = Date.now();
    const script = body(
      'return { now: Date.now(), offset: new Date(0).getTimezoneOffset(), chance: Math.random() };',
    );
    const results = await transform(script, [{}, {}]);
    const [first, second] = results as { now: number; offset: number; chance: number }[];
    expect(first?.now).toBeGreaterThanOrEqual(before);
    expect(first?.now).toBeLessThanOrEqual(Date.now());
    expect(first?.offset).toBe(new Date(0).getTimezoneOffset());
    expect(first?.chance).not.toBe(second?.chance);
  });

  it('understands the language as it is today', async () => {
    const script = `class Money { #cents = 0; constructor(cents) { this.#cents = cents; } get value() { return this.#cents / 100; } }
      function* numbers() { yield* [1, 2, 3]; }
      const transform = ({ price = 0, ...rest }) => ({ ...rest, price: new Money(price)?.value ?? 0, sum: [...numbers()].reduce((a, b) => a + b), text: \`\${price}\`, named: /(?<year>\\d{4})/u.exec('in 2026')?.groups.year });`;
    expect(await transform(script, [{ id: 1, price: 250 }])).toEqual([
      { id: 1, price: 2.5, sum: 6, text: '250', named: '2026' },
    ]);
  });

  it('is shared by the records of one run and fresh in the next', async () => {
    const script = 'let count = 0; const transform = (record) => ({ ...record, count: (count += 1) });';
    const filter = await compileFilter(scriptFilter, { script });
    expect(await filter.process([{}, {}, {}], testRun())).toEqual([{ count: 1 }, { count: 2 }, { count: 3 }]);
    expect(await filter.process([{}], testRun())).toEqual([{ count: 1 }]);
  });

  it('belongs to one run alone when many run at the same time', async () => {
    const script =
      'let seen = ""; const transform = (record) => { seen += record.id; return { id: record.id, seen }; };';
    const filter = await compileFilter(scriptFilter, { script });
    const ids = Array.from({ length: 32 }, (_, id) => id);
    const results = await Promise.all(ids.map((id) => filter.process([{ id }], testRun())));
    expect(results).toEqual(ids.map((id) => [{ id, seen: String(id) }]));
  });

  it('is not even made for no records', async () => {
    const run = testRun();
    expect(await transform('console.log("top"); const transform = (r) => r;', [], {}, run)).toEqual([]);
    expect(run.log.messages('INFO')).toEqual(['filter processing completed']);
  });
});

describe('console', () => {
  const lines = async (script: string, records: DataRecord[] = [{}]) => {
    const run = testRun();
    await transform(script, records, {}, run);
    return run.log.entries.filter(({ fields }) => fields['source'] === 'javascript');
  };

  it('logs at the level of the method, with where it came from', async () => {
    const script =
      'console.log("top"); function transform(r) { console.info("i"); console.warn("w"); console.error("e"); console.debug("d"); return r; }';
    const context = { source: 'javascript', module_type: 'script', module_id: 'inline' };
    expect(await lines(script, [{}])).toEqual([
      { level: 'INFO', message: 'top', fields: { ...context, record_index: undefined } },
      ...[
        ['INFO', 'i'],
        ['WARN', 'w'],
        ['ERROR', 'e'],
        ['DEBUG', 'd'],
      ].map(([level, message]) => ({ level, message, fields: { ...context, record_index: 0 } })),
    ]);
  });

  it('numbers records from the first of the run, beyond a thousand too', async () => {
    const entries = await lines(
      body('if (record.id >= 1999) console.log(record.id); return record;'),
      Array.from({ length: 2001 }, (_, id) => ({ id })),
    );
    expect(entries.map(({ message, fields }) => [message, fields['record_index']])).toEqual([
      ['1999', 1999],
      ['2000', 2000],
    ]);
  });

  it.each([
    ['console.log()', ''],
    ['console.log("a", 1, true, null, undefined)', 'a 1 true null undefined'],
    ['console.log({a:1},"x")', '{"a": 1} x'],
    ['console.log({k: "v", n: {x: [1, "s"]}})', '{"k": "v", "n": {"x": [1, s]}}'],
    ['console.log("%s and %d", 1)', '%s and %d 1'],
    [
      'console.log(new Error("boom"), /x/g, new Date(0), 5n, Symbol("s"))',
      'Error: boom /x/g 1970-01-01T00:00:00.000Z 5 Symbol(s)',
    ],
    ['const o = {}; o.self = o; console.log(o)', '{"self": [Circular]}'],
    ['const o = {x: 1}; console.log({a: o, b: o})', '{"a": {"x": 1}, "b": {"x": 1}}'],
    [
      'console.log(Array.from({length: 103}, () => 0))',
      `[${Array(100).fill('0').join(', ')}, ... 3 more items]`,
    ],
    [
      'let o = 1; for (let i = 0; i < 12; i += 1) o = {o}; console.log(o)',
      `${'{"o": '.repeat(10)}[Object]${'}'.repeat(10)}`,
    ],
    ['console.log(() => 1)', '[Function]'],
  ])('formats %s', async (call, expected) => {
    const entries = await lines(body(`${call}; return record;`));
    expect(entries.map(({ message }) => message)).toEqual([expected]);
  });

  it.each([
    ['"x".repeat(9000)', 'x'.repeat(8189)],
    ['"é".repeat(5000)', 'é'.repeat(4094)],
  ])('cuts %s to 8192 bytes', async (text, kept) => {
    const [entry] = await lines(body(`console.log(${text}); return record;`));
    expect(entry?.message).toBe(`${kept}...`);
  });

  it('passes 1000 lines of a run on and counts the rest', async () => {
    const run = testRun();
    await transform(
      body('for (let i = 0; i < 700; i += 1) console.log(i); return record;'),
      [{}, {}],
      {},
      run,
    );
    expect(run.log.entries.filter(({ fields }) => fields['source'] === 'javascript')).toHaveLength(1000);
    expect(run.log.fieldsOf('script console output suppressed')).toEqual({
      module_type: 'script',
      module_id: 'inline',
      limit: 1000,
      suppressed: 400,
    });
  });

  it('has no other methods', async () => {
    expect(await transform(body('return { methods: Object.keys(console).join() };'), [{}])).toEqual([
      { methods: 'debug,log,info,warn,error' },
    ]);
  });
});

describe('a record that fails', () => {
  const script =
    'function transform(record) {\n  record.touched = true;\n  if (record.bad) {\n    throw new Error("boom");\n  }\n  return record;\n}';

  it('stops the run with onError fail, with the line of the script', async () => {
    const run = testRun();
    const error = await thrownBy(transform(script, [{ a: 1 }, { bad: true }], {}, run));
    expect(error.message).toMatch(
      /^script execution failed at record 1: Error: boom \(line 4, column \d+\)$/,
    );
    expect(error).toMatchObject({
      code: 'EXECUTION_FAILED',
      category: 'validation',
      retryable: false,
      module: 'script',
      recordIndex: 1,
    });
    expect(error.details['stack_trace']).toMatch(/^at transform \(inline:4:\d+\)$/);
    expect(run.log.fieldsOf('filter processing failed')).toMatchObject({
      module_type: 'script',
      record_index: 1,
      error: error.message,
    });
  });

  it('stops the run before any later record is touched', async () => {
    const run = testRun();
    const records = Array.from({ length: 5000 }, (_, id) => ({ id, bad: id === 3 }));
    await thrownBy(
      transform(
        `let calls = 0;\nconst inner = (record) => { console.log(calls += 1); if (record.bad) throw 1; return record; };\nconst transform = inner;`,
        records,
        {},
        run,
      ),
    );
    expect(run.log.entries.filter(({ fields }) => fields['source'] === 'javascript')).toHaveLength(4);
  });

  it('is dropped with skip', async () => {
    const run = testRun();
    expect(await transform(script, [{ a: 1 }, { bad: true }, { a: 2 }], { onError: 'skip' }, run)).toEqual([
      { a: 1, touched: true },
      { a: 2, touched: true },
    ]);
    expect(run.log.fieldsOf('skipping record due to script error')).toMatchObject({
      module_type: 'script',
      record_index: 1,
    });
    expect(run.log.fieldsOf('filter processing completed')).toMatchObject({
      module_type: 'script',
      input_records: 3,
      output_records: 2,
      skipped_records: 1,
      error_count: 1,
    });
  });

  it('is kept as it was before, with a marker, with log', async () => {
    const run = testRun();
    const result = await transform(script, [{ bad: true, list: [1] }, { a: 1 }], { onError: 'LOG' }, run);
    expect(result).toEqual([
      {
        bad: true,
        list: [1],
        _errors: [
          {
            module: 'script',
            category: 'validation',
            retryable: false,
            message: expect.stringMatching(/^script execution failed at record 0: Error: boom/),
            code: 'EXECUTION_FAILED',
            recordIndex: 0,
          },
        ],
      },
      { a: 1, touched: true },
    ]);
    expect(run.markers.counts()).toEqual([['validation', 1]]);
    expect(run.log.messages('ERROR')).toEqual(['script error (continuing)']);
  });

  it.each([
    ['throw "text";', 'text'],
    ['throw 42;', '42'],
    ['throw undefined;', 'undefined'],
    ['throw { code: 7 };', '{"code": 7}'],
    ['throw new TypeError("bad type");', 'TypeError: bad type'],
    ['class Own extends Error { name = "Own" } throw new Own("mine");', 'Own: mine'],
    ['record.none.x;', "TypeError: cannot read property 'x' of undefined"],
  ])('names what was thrown by %s', async (text, expected) => {
    const error = await thrownBy(transform(body(text), [{}]));
    expect(error.message.replace(/ \(line 1, column \d+\)$/, '')).toBe(
      `script execution failed at record 0: ${expected}`,
    );
  });

  it('names the place in a script file by the name of the file', async () => {
    const files = filesWith({
      'lib/tax.js':
        'const rate = (r) => r.rate.value;\nconst transform = (record) => ({ tax: rate(record) });',
    });
    const filter = await compileFilter(scriptFilter, { scriptFile: 'lib/tax.js' }, { ports: { files } });
    const error = await thrownBy(Promise.resolve(filter.process([{}], testRun())));
    expect(error.message).toMatch(/\(line 1, column \d+\)$/);
    expect(error.details['stack_trace']).toMatch(
      /^at rate \(tax\.js:1:\d+\)\nat transform \(tax\.js:2:\d+\)$/,
    );
  });

  it('fails by itself when it exceeds the time limit; those after it are transformed', async () => {
    const run = testRun();
    const text = body('calls += 1; while (record.bad); return { calls };');
    const result = await transform(
      `let calls = 0; ${text}`,
      [{}, { bad: true }, {}, {}],
      { onError: 'skip', limits: { timeMs: 100 } },
      run,
    );
    expect(result).toEqual([{ calls: 1 }, { calls: 3 }, { calls: 4 }]);
    expect(run.log.fieldsOf('skipping record due to script error')['error']).toEqual(
      expect.stringMatching(
        /^script execution failed at record 1: exceeded the time limit of 100 ms per record \(line 1, column \d+\)$/,
      ),
    );
  });

  it('has the whole time limit for itself', async () => {
    // Each record takes a good part of the limit, all of them together several times the limit.
    const text = body('const end = Date.now() + 60; while (Date.now() < end); return record;');
    expect(
      await transform(
        text,
        Array.from({ length: 10 }, () => ({})),
        { limits: { timeMs: 300 } },
      ),
    ).toHaveLength(10);
  });

  it('fails by itself when it exceeds the memory limit and lets go of the memory', async () => {
    const text = body(
      'const list = []; while (record.bad) list.push(new Uint8Array(100000)); return record;',
    );
    const result = await transform(text, [{ id: 1 }, { bad: true }, { id: 2 }], {
      onError: 'skip',
      limits: { memoryMb: 32 },
    });
    expect(result).toEqual([{ id: 1 }, { id: 2 }]);
    const error = await thrownBy(transform(text, [{ bad: true }], { limits: { memoryMb: 32 } }));
    expect(error.message).toMatch(/record 0: out of memory: the limit is 32 MB/);
  });

  it('may use as much memory as is allowed', async () => {
    const text = body(
      'const list = []; for (let i = 0; i < 600; i += 1) list.push(new Uint8Array(100000)); return { n: list.length };',
    );
    expect(await transform(text, [{}], { limits: { memoryMb: 96 } })).toEqual([{ n: 600 }]);
  });

  it('is a failed run when nothing can interrupt the script; the next run works', async () => {
    const filter = await compileFilter(scriptFilter, {
      script: body('if (record.bad) new Array(4e9).indexOf(1); return record;'),
      onError: 'skip',
      limits: { timeMs: 100 },
    });
    const run = testRun();
    const error = await thrownBy(Promise.resolve(filter.process([{ bad: true }], run)));
    expect(error.message).toBe(
      'script execution failed: the script exceeded the time limit of 100 ms inside a built-in function',
    );
    expect(run.log.fieldsOf('filter processing failed')).toMatchObject({
      module_type: 'script',
      error: error.message,
    });
    expect(await filter.process([{ a: 1 }], testRun())).toEqual([{ a: 1 }]);
  });
});

describe('cancellation', () => {
  it.each([
    ['a tight loop in transform', body('console.log("at work"); while (true);')],
    [
      'a built-in function that nothing interrupts',
      body('console.log("at work"); new Array(4e9).indexOf(1);'),
    ],
    [
      'a loop that catches everything',
      body('console.log("at work"); while (true) { try { while (true); } catch {} }'),
    ],
  ])(
    'ends %s within a second, whatever onError says, and the filter works afterwards',
    async (_name, script) => {
      for (const onError of ['fail', 'skip', 'log']) {
        const filter = await compileFilter(scriptFilter, {
          script: `if (true) { ${script} }\nconst own = transform;\ntransform = (r) => r.harmless ? r : own(r);`,
          onError,
        });
        const controller = new AbortController();
        let cancelledAt = 0;
        const run = listeningRun((message) => {
          if (message !== 'at work') return;
          cancelledAt = performance.now();
          controller.abort(new Error('stop'));
        });
        const error = await thrownBy(
          Promise.resolve(filter.process([{}], { ...run, signal: controller.signal })),
        );
        expect(error).toBeInstanceOf(CancelledError);
        expect(performance.now() - cancelledAt).toBeLessThan(1000);
        expect(await filter.process([{ harmless: true }], testRun())).toEqual([{ harmless: true }]);
      }
    },
  );

  it('is noticed before the first record', async () => {
    const run = testRun();
    run.cancel();
    expect(await thrownBy(transform(body('return record;'), [{}], {}, run))).toBeInstanceOf(CancelledError);
  });

  it('reaches a run that waits for its turn', async () => {
    const filter = await compileFilter(scriptFilter, {
      script: body('while (true);'),
      limits: { timeMs: 400 },
    });
    const runs = Array.from({ length: 40 }, () => testRun());
    const results = runs.map((run) => thrownBy(Promise.resolve(filter.process([{}], run))));
    for (const run of runs) run.cancel();
    for (const result of results) expect(await result).toBeInstanceOf(CancelledError);
  });
});

describe('settings', () => {
  async function problemOf(settings: Settings, files?: Files) {
    const { built, problems } = await compileModule(
      scriptFilter,
      settings,
      files === undefined ? {} : { ports: { files } },
    );
    expect(problems).toHaveLength(1);
    expect(built).toBeUndefined();
    return problems[0];
  }

  it.each([
    [
      'function transform(r) {\n  return (1 + ;\n}',
      /^script compilation failed: SyntaxError: .* \(line 2, column \d+\) \[COMPILATION_FAILED\]$/,
      'script',
    ],
    ['import fs from "fs"; const transform = (r) => r;', /^script compilation failed: SyntaxError/, 'script'],
    ['export const transform = (r) => r;', /^script compilation failed: SyntaxError/, 'script'],
    [
      'const transform = (r) => r;\nthrow new Error("boom");',
      /^script evaluation failed: Error: boom \(line 2, column \d+\) \[COMPILATION_FAILED\]$/,
      'script',
    ],
    ['throw new SyntaxError("own");', /^script evaluation failed: SyntaxError: own/, 'script'],
    ['const x = 1;', /^transform function not found in script \[MISSING_TRANSFORM\]$/, 'script'],
    ['let transform;', /^transform function not found in script \[MISSING_TRANSFORM\]$/, 'script'],
    ['const transform = null;', /^transform is not a function \[NOT_FUNCTION\]$/, 'script'],
    ['var transform = {};', /^transform is not a function \[NOT_FUNCTION\]$/, 'script'],
    [' \t\r\n', /^script cannot be empty \[SCRIPT_EMPTY\]$/, 'script'],
  ])('%j is refused when the pipeline is compiled', async (script, message, field) => {
    const problem = await problemOf({ script });
    expect(problem?.message).toMatch(message);
    expect(problem?.at).toEqual([field]);
  });

  it('point at the place of a mistake in inline text', async () => {
    const script = 'function transform(r) {\n  return (1 + ;\n}';
    const { offset = -1 } = (await problemOf({ script })) ?? {};
    expect(offset).toBeGreaterThan(script.indexOf('\n'));
    expect(offset).toBeLessThan(script.lastIndexOf('\n'));
  });

  it('refuse top-level code that never ends, without hanging', async () => {
    const problem = await problemOf({ script: 'while (true);', limits: { timeMs: 100 } });
    expect(problem?.message).toBe(
      'script evaluation failed: top-level code exceeded the time limit of 100 ms (line 1, column 1) [COMPILATION_FAILED]',
    );
    const native = await problemOf({ script: 'new Array(4e9).indexOf(1);', limits: { timeMs: 100 } });
    expect(native?.message).toContain('exceeded the time limit of 100 ms inside a built-in function');
  });

  it.each([
    [102_400, undefined],
    [102_401, 'script exceeds maximum length: 102401 bytes, at most 102400 are accepted [SCRIPT_TOO_LONG]'],
  ])('a script of %i bytes: %s', async (bytes, message) => {
    const code = 'const transform = (r) => r; //é';
    const script = code + 'x'.repeat(bytes - Buffer.byteLength(code));
    const files = filesWith({ 'big.js': script });
    for (const settings of [{ script }, { scriptFile: 'big.js' }]) {
      const { problems } = await compileModule(scriptFilter, settings, { ports: { files } });
      expect(problems.map((problem) => problem.message)).toEqual(message === undefined ? [] : [message]);
    }
  });

  it.each([
    ['a/../b.js', 'path traversal', 'INVALID_SCRIPT_FILE'],
    ['..\\b.js', 'path traversal', 'INVALID_SCRIPT_FILE'],
    ['a\u0000.js', 'invalid characters', 'INVALID_SCRIPT_FILE'],
    ['none.js', 'failed to stat script file', 'SCRIPT_FILE_READ_FAILED'],
    ['empty.js', 'script cannot be empty', 'SCRIPT_EMPTY'],
  ])('a scriptFile %j is refused: %s', async (scriptFile, phrase, code) => {
    const problem = await problemOf({ scriptFile }, filesWith({ 'empty.js': '' }));
    expect(problem?.message).toContain(phrase);
    expect(problem?.message).toContain(`[${code}]`);
    expect(problem?.at).toEqual(['scriptFile']);
  });

  it.each(['EACCES', 'EISDIR'])('says what could not be done with a file that gives %s', async (code) => {
    const readText = () => {
      throw Object.assign(new Error('refused'), { code });
    };
    const problem = await problemOf({ scriptFile: 'x.js' }, { ...filesWith({}), readText });
    expect(problem?.message).toContain(
      code === 'EACCES' ? 'failed to open script file' : 'failed to read script file',
    );
  });

  it('accept dots that are no way up, and run what the file holds, ${NAMES} included', async () => {
    const files = filesWith({
      'a..b/..x.js': 'const TOTAL = 3;\nconst transform = () => ({ text: `${TOTAL}` });',
    });
    const filter = await compileFilter(scriptFilter, { scriptFile: 'a..b/..x.js' }, { ports: { files } });
    expect(await filter.process([{}], testRun())).toEqual([{ text: '3' }]);
  });

  it('warn of an absolute path, once, when opened', async () => {
    const files = filesWith({ '/opt/x.js': 'const transform = (r) => r;' });
    const filter = await compileFilter(scriptFilter, { scriptFile: '/opt/x.js' }, { ports: { files } });
    const run = testRun();
    await filter.open?.(run);
    expect(run.log.fieldsOf('scriptFile uses absolute path')).toEqual({ path: '/opt/x.js' });
    expect(run.log.fieldsOf('script module initialized')).toMatchObject({
      module_id: 'x.js',
      time_limit_ms: 5000,
      memory_limit_mb: 128,
    });
  });

  it('warn of text that an environment variable will replace, and judge the script when it is replaced', async () => {
    const script = 'const limit = ${LIMIT};\nconst transform = (r) => ({ limit });';
    const { problems } = await compileModule(scriptFilter, { script });
    expect(problems).toEqual([
      {
        at: ['script'],
        type: 'validation',
        severity: 'warning',
        offset: script.indexOf('$'),
        message: expect.stringContaining('${LIMIT} in the script is replaced by an environment variable'),
      },
    ]);
    expect((await compileModule(scriptFilter, { scriptFile: '${DIR}/x.js' })).problems).toEqual([]);
  });

  it.each<[settings: Settings, accepted: boolean]>([
    [{ script: 'x' }, true],
    [{ scriptFile: 'x.js' }, true],
    [{ script: '' }, false],
    [{ script: 'x', limits: {} }, true],
    [{ script: 'x', limits: { timeMs: 1, memoryMb: 16 } }, true],
    [{ script: 'x', limits: { timeMs: 0 } }, false],
    [{ script: 'x', limits: { memoryMb: 15 } }, false],
    [{ script: 'x', limits: { memoryMb: 2048 } }, false],
    [{ script: 'x', limits: { cpu: 1 } }, false],
    [{ script: 'x', timeoutMs: 5 }, false],
  ])('%j is accepted: %s', (settings, accepted) => {
    expect(schemaAccepts(scriptFilter, settings)).toBe(accepted);
  });

  it('need exactly one script', async () => {
    expect((await problemOf({ script: 'x', scriptFile: 'y' }))?.message).toContain(
      "cannot specify both 'script' and 'scriptFile' - use only one",
    );
    expect((await problemOf({}))?.message).toContain("either 'script' or 'scriptFile' must be provided");
  });
});

it('logs invocations inside a branch or a loop at DEBUG', async () => {
  const filter = await compileFilter(scriptFilter, { script: body('return record;') }, { nested: true });
  const run = testRun();
  await filter.process([{}], run);
  expect(run.log.messages('INFO')).toEqual([]);
  expect(run.log.messages('DEBUG')).toContain('filter processing completed');
});
