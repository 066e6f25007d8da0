import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileFilter, testRun } from '../../../../test/helpers/module-run.ts';
import { CancelledError, CannectorsError } from '../../../core/errors.ts';
import type { DataRecord } from '../../../core/record.ts';
import { scriptFilter } from './index.ts';

/** What a script tries; the body of `transform(record)`, and what the failure says. */
type Attack = readonly [name: string, body: string, message: RegExp];

const GONE = /ReferenceError: '?(process|require|module|exports|globalThis\.process)'? is not defined/;
const NOTHING = /is a function, which no record can hold/;
const PROMISE = /Promise/;
const TIME = /exceeded the time limit of 300 ms/;
const MEMORY =
  /exceeded the time limit|out of memory|memory limit of 32 MB used up|string too long|invalid (array |string )?(length|index)|too large/;

const CONSTRUCTORS: readonly Attack[] = [
  ['the constructor of the record', 'return record.constructor.constructor("return process")();', GONE],
  ['the constructor of this', 'return this.constructor.constructor("return process.env")();', GONE],
  ['the constructor of a list method', 'return [].map.constructor("return process.exit(1)")();', GONE],
  ['the constructor of console.log', 'return console.log.constructor("return process.mainModule")();', GONE],
  ['the constructor of a bound function', 'return transform.bind().constructor("return require")();', GONE],
  [
    'the constructor of a nested value',
    'return record.list[0].constructor.constructor("return process")();',
    GONE,
  ],
  ['the constructor of an arrow function', 'return (() => {}).constructor("return module")();', GONE],
  [
    'the constructor of generators',
    'const G = (function* () {}).constructor; return G("yield process")().next();',
    GONE,
  ],
  [
    'the constructor of async functions',
    'const A = (async () => {}).constructor; return A("return process")();',
    PROMISE,
  ],
  [
    'the constructor of async generators',
    'const A = (async function* () {}).constructor; return A("yield process")().next();',
    PROMISE,
  ],
  ['indirect eval', 'return (0, eval)("process.mainModule.require(\'fs\')");', GONE],
  [
    'the global object of sloppy code',
    'return Function("return this")().process.exit(1);',
    /cannot read property 'exit' of undefined/,
  ],
  [
    'the constructor of a prototype',
    'return Object.getPrototypeOf(record).constructor.constructor("return exports")();',
    GONE,
  ],
  [
    'a class that extends a made function',
    'class X extends Function {}; return new X("return process.binding(\'fs\')")();',
    GONE,
  ],
  ['Reflect.construct', 'return Reflect.construct(Function, ["return process.dlopen"])();', GONE],
];

const ERRORS: readonly Attack[] = [
  [
    'the constructor of an error of the engine',
    'try { null.x; } catch (error) { return error.constructor.constructor("return process")(); }',
    GONE,
  ],
  [
    'the constructor of the error of a full stack',
    'const dive = () => dive(); try { dive(); } catch (error) { return error.constructor.constructor("return process")(); }',
    GONE,
  ],
  [
    'the constructor of the error of a bad pattern',
    'try { new RegExp("["); } catch (error) { return error.constructor.constructor("return process")(); }',
    GONE,
  ],
  [
    'the constructor of the error of a huge text',
    'try { "x".repeat(2 ** 31); } catch (error) { return error.constructor.constructor("return process")(); }',
    GONE,
  ],
  [
    'call sites of a prepared stack trace',
    'Error.prepareStackTrace = (error, sites) => sites; const sites = new Error().stack; return sites[0].getThis().process.env;',
    /TypeError/,
  ],
  [
    'functions of a prepared stack trace',
    'Error.prepareStackTrace = (error, sites) => sites; return new Error().stack.map((site) => site.getFunction().constructor("return process")());',
    /TypeError/,
  ],
  [
    'captureStackTrace',
    'Error.captureStackTrace(record); return record.stack[0].getFunction();',
    /TypeError/,
  ],
  [
    'an error whose stack is an accessor that never ends',
    'const error = new Error("x"); Object.defineProperty(error, "stack", { get() { while (true); } }); throw error;',
    TIME,
  ],
  [
    'an error whose stack looks like the host',
    'const error = new Error("x"); error.stack = "    at transform (/etc/passwd:1:1)"; throw error;',
    /record 0: Error: x$/,
  ],
  ['an error without text', 'throw { toString() { return process.pid; }, message: 1 };', /\[Function\]/],
  [
    'an error that is a proxy',
    'throw new Proxy(new Error("x"), { get() { throw 1; } });',
    /an error that has no text|Error|\{/,
  ],
  [
    'an error whose text never ends',
    'const error = new Error(); error.toString = () => { while (true); }; throw error;',
    TIME,
  ],
  ['an error with a huge text', 'throw new Error("x".repeat(1e6));', /^.{1,2200}$/],
  ['an error of another type', 'throw Symbol("process");', /Symbol\(process\)/],
];

const PROTOTYPES: readonly Attack[] = [
  [
    'a polluted Object.prototype',
    'Object.prototype.polluted = "yes"; Array.prototype.polluted = "yes"; throw new Error("done");',
    /done/,
  ],
  [
    'a polluted prototype by way of the record',
    'record.__proto__.polluted = "yes"; record.constructor.prototype.polluted = "yes"; return undefined;',
    /null or undefined/,
  ],
  [
    'a prototype that is swapped',
    'Object.setPrototypeOf(record, Function.prototype); return record.constructor("return process")();',
    GONE,
  ],
  [
    'replaced built-in functions',
    'JSON.stringify = JSON.parse = Object.keys = Reflect.apply = () => "process"; return 1;',
    /invalid type number/,
  ],
  [
    'a list method that spies',
    'Array.prototype.push = function (...v) { globalThis.spy = v; }; return [];',
    /an array \(length 0\)/,
  ],
  [
    'setters that lie in wait in lists',
    'let stolen; Object.defineProperty(Array.prototype, "0", { set(v) { stolen = v; }, configurable: true }); [][0] = 1; throw new Error(`stolen ${typeof stolen}`);',
    /stolen number/,
  ],
  [
    'Symbol.species',
    'class L extends Array { static get [Symbol.species]() { return process; } } return new L(1).map(String);',
    GONE,
  ],
  [
    'Symbol.hasInstance',
    'Object.defineProperty(Object, Symbol.hasInstance, { value: () => process }); return {} instanceof Object;',
    GONE,
  ],
  ['Symbol.toPrimitive', 'return { [Symbol.toPrimitive]: () => process } + "";', GONE],
  [
    'the callers of a function',
    'return (function f() { return f.caller.caller.constructor("return process")(); })();',
    /TypeError|is not defined/,
  ],
  [
    'the callee of the arguments',
    'return arguments.callee.caller.constructor("return process")();',
    /TypeError|is not defined/,
  ],
  ['a with block over the global object', 'with (globalThis) { return process.env; }', GONE],
];

const PROXIES: readonly Attack[] = [
  [
    'a proxy that throws when its keys are read',
    'return new Proxy({}, { ownKeys() { throw new Error("trap"); } });',
    /trap/,
  ],
  [
    'a proxy that throws when it is asked for its prototype',
    'return new Proxy({}, { getPrototypeOf() { throw new Error("trap"); } });',
    /trap/,
  ],
  [
    'a proxy that looks at who reads it',
    'return new Proxy({ a: 1 }, { get(target, key, receiver) { return receiver.constructor.constructor("return process")(); } });',
    /fails|TypeError|RangeError|InternalError|is not defined|stack/,
  ],
  ['a proxy that never ends', 'return new Proxy({}, { ownKeys() { while (true); } });', TIME],
  ['a revoked proxy', 'const p = Proxy.revocable({}, {}); p.revoke(); return p.proxy;', /TypeError/],
  [
    'a getter on the returned record',
    'return { get x() { return this.constructor.constructor("return process")(); } };',
    GONE,
  ],
  ['a getter on the returned record that never ends', 'return { get x() { while (true); } };', TIME],
  ['a getter deep in the returned record', 'return { a: [{ get x() { return require("fs"); } }] };', GONE],
  ['a toJSON of its own', 'return { toJSON() { return process; } };', NOTHING],
  ['a thenable', 'return { then(resolve) { resolve(process); } };', NOTHING],
  ['a function as value', 'return { loot: record.constructor.constructor };', NOTHING],
  ['a symbol as value', 'return { loot: Symbol.for("process") };', /is a symbol/],
  ['shared memory', 'return { loot: new SharedArrayBuffer(8).slice };', NOTHING],
  ['a buffer', 'return { loot: new ArrayBuffer(8) };', /is a ArrayBuffer/],
  ['a record that contains itself', 'record.self = { up: record }; return record;', /contains itself/],
];

const ASYNC: readonly Attack[] = [
  [
    'import() of a module of the host',
    'record.loot = () => 0; import("node:fs").then((m) => { record.loot = Object.keys(m); }); return record;',
    NOTHING,
  ],
  [
    'the error of import()',
    'record.loot = () => 0; import("node:fs").catch((e) => { record.loot = e.constructor.constructor("return process")().pid; }); return record;',
    NOTHING,
  ],
  [
    'import() in an async function',
    'return (async () => (await import("child_process")).execSync("id"))();',
    PROMISE,
  ],
  ['import.meta', 'return eval("import.meta.url");', /SyntaxError/],
  ['an async transform', 'return (async () => process)();', PROMISE],
  [
    'a promise chain without end',
    'const next = () => Promise.resolve().then(next); next(); return record;',
    TIME,
  ],
  [
    'promises that multiply',
    'const spread = () => { for (let i = 0; i < 9; i += 1) Promise.resolve().then(spread); }; spread(); return record;',
    /exceeded the time limit|memory limit/,
  ],
  [
    'an endless loop in a callback of a promise',
    'Promise.resolve().then(() => { while (true); }); return record;',
    TIME,
  ],
  ['a finalizer', 'new FinalizationRegistry(() => process).register({}, 1); return { loot: process };', GONE],
  ['a timer', 'setTimeout("process.exit(1)", 0); return record;', /'?setTimeout'? is not defined/],
  [
    'a microtask',
    'queueMicrotask(() => process.exit(1)); return record;',
    /'?queueMicrotask'? is not defined/,
  ],
];

const HOST: readonly Attack[] = [
  ['require', 'return require("child_process").execSync("id");', GONE],
  ['the loader of modules', 'return module.constructor._load("fs");', GONE],
  ['process.binding', 'return process.binding("spawn_sync");', GONE],
  ['a global of the host', 'return globalThis.process.getBuiltinModule("fs");', /cannot read property/],
  ['fetch', 'return fetch("http://127.0.0.1/");', /'?fetch'? is not defined/],
  ['WebAssembly', 'return new WebAssembly.Memory({ initial: 1 });', /'?WebAssembly'? is not defined/],
  ['a worker', 'return new Worker("1", { eval: true });', /'?Worker'? is not defined/],
  [
    'std and os of the engine',
    'return std.loadFile("/etc/passwd") + os.getenv("HOME");',
    /'?std'? is not defined/,
  ],
  [
    'Atomics.wait',
    'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);',
    /'?Atomics'? is not defined/,
  ],
  ['structuredClone', 'return structuredClone(globalThis);', /'?structuredClone'? is not defined/],
];

const ALLOCATIONS: readonly Attack[] = [
  ['a huge text', 'return { x: "x".repeat(2 ** 30) };', MEMORY],
  ['a text that doubles', 'let x = "xx"; while (true) x = (x + x).toUpperCase();', MEMORY],
  ['a huge buffer', 'return { x: new Uint8Array(2 ** 31 - 8) };', MEMORY],
  ['a filled list', 'return { x: new Array(1e9).fill(0) };', MEMORY],
  ['a list that grows', 'const x = []; while (true) x.push(new Uint8Array(100000));', MEMORY],
  [
    'a list of lists that stays',
    'globalThis.x = []; while (true) x.push([x, x, x, x, {}]);',
    /memory|time limit/,
  ],
  [
    'a map that grows',
    'const x = new Map(); for (let i = 0; ; i += 1) x.set(i, { i });',
    /memory|time limit/,
  ],
  [
    'memory that is caught again and again',
    'const x = []; while (true) { try { while (true) x.push(new Uint8Array(1e5)); } catch {} }',
    TIME,
  ],
  ['a huge integer', 'return { x: (7n ** 100000n).toString().length, y: 2n ** (2n ** 31n) };', MEMORY],
  ['an integer with too many digits', 'return { x: 10n ** 2000n };', /more than 1000 digits/],
  ['a sparse list', 'const x = []; x[4294967294] = 1; return { x };', /memory|time limit/],
  [
    'a record that is too deep',
    'let x = {}; for (let i = 0; i < 5000; i += 1) x = { x }; return x;',
    /nests deeper than 1000 levels/,
  ],
  ['endless recursion', 'const dive = () => dive() + 1; return dive();', /stack overflow/],
  [
    'endless recursion through a getter',
    'class X { get x() { return this.x; } } return new X().x;',
    /stack overflow/,
  ],
  [
    'a chain of proxies',
    'let p = {}; for (let i = 0; i < 100000; i += 1) p = new Proxy(p, {}); return p.x;',
    /stack overflow/,
  ],
  ['deep JSON', 'return JSON.parse("[".repeat(1e6) + "]".repeat(1e6));', /stack overflow/],
  ['deep source', 'return eval("(".repeat(1e5));', /stack overflow/],
  ['a deep pattern', 'return new RegExp("(?:".repeat(1e5) + ")".repeat(1e5));', /SyntaxError|stack overflow/],
  ['spreading without end', 'return [...(function* () { while (true) yield 1; })()];', /memory|time limit/],
];

const LOOPS: readonly Attack[] = [
  ['a loop', 'while (true);', TIME],
  ['a loop that catches', 'while (true) { try { while (true); } catch {} }', TIME],
  [
    'a loop that catches the interruption of built-in functions',
    'const endless = function* () { while (true) yield 1; }; while (true) { try { [...endless()]; } catch {} }',
    TIME,
  ],
  [
    'a loop in an iterator that is closed',
    'for (;;) { try { for (const x of { [Symbol.iterator]: () => ({ next() { while (true); }, return() { while (true); } }) }) break; } catch {} }',
    TIME,
  ],
  ['a loop in finally', 'try { while (true); } finally { while (true); }', TIME],
  ['a loop in eval', 'eval("for (;;);");', TIME],
  ['a loop in a sort', '[3, 1, 2].sort(() => { while (true); });', TIME],
  ['a loop in a replacement', '"abc".replace(/./g, () => { while (true); });', TIME],
  ['a loop in a reviver', 'JSON.parse("[1]", () => { while (true); });', TIME],
  ['a loop in a static block', 'class X { static { while (true); } }', TIME],
  ['a pattern with nested repetition', 'return /^(a+)+$/.test("a".repeat(60) + "!");', TIME],
  ['a pattern with alternatives that overlap', 'return /^(a|a|aa)*$/.test("a".repeat(60) + "!");', TIME],
  ['a pattern with a backreference', 'return /^(a*)*\\1b$/.test("a".repeat(60));', TIME],
  ['a search in a huge list, which nothing interrupts', 'return new Array(4e9).indexOf(1);', TIME],
  ['a join of a huge list', 'return { x: new Array(4294967295).join("").length };', TIME],
  ['a search in a made-up list', 'return Array.prototype.includes.call({ length: 2 ** 53 }, 1);', TIME],
  ['console lines without end', 'while (true) console.log("x".repeat(100));', TIME],
  ['a console value that never ends', 'console.log({ get x() { while (true); } });', TIME],
];

/** What of the host a script could have changed. */
function hostState(): unknown {
  const own = (object: object) => Reflect.ownKeys(object).map(String);
  return {
    globals: own(globalThis),
    prototypes: [Object, Array, Function, Error, String, Promise, Map, Date, RegExp].map((type) => [
      own(type),
      own(type.prototype),
    ]),
    json: [JSON.parse, JSON.stringify, Reflect.apply].map(String),
    environment: { ...process.env },
    process: own(process),
    directory: process.cwd(),
    exitCode: process.exitCode,
    files: readdirSync('.'),
  };
}

const directory = process.cwd();
let workspace: string;

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'escape-'));
  process.chdir(workspace);
});

afterAll(() => {
  process.chdir(directory);
  rmSync(workspace, { recursive: true, force: true });
});

function attackFilter(body: string, onError: string) {
  const script = `function transform(record) {\n  if (record.harmless) return record;\n  ${body}\n}`;
  return compileFilter(scriptFilter, { script, onError, limits: { timeMs: 300, memoryMb: 32 } });
}

async function failureOf(work: unknown): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    return error;
  }
}

const record = (): DataRecord => ({ id: 1, name: 'Ada', list: [{ x: 1 }] });

describe.each([
  ['constructors', CONSTRUCTORS],
  ['errors', ERRORS],
  ['prototypes', PROTOTYPES],
  ['proxies, getters and values', PROXIES],
  ['promises and imports', ASYNC],
  ['the host by name', HOST],
  ['allocations and depth', ALLOCATIONS],
  ['endless work', LOOPS],
])('%s', (_group, attacks) => {
  it.each(attacks)(
    '%s ends as a clear failure and leaves the host as it was',
    async (_name, body, message) => {
      const filter = await attackFilter(body, 'fail');
      const before = hostState();
      const started = performance.now();
      const failure = await failureOf(filter.process([record()], testRun()));
      expect(failure).toBeInstanceOf(CannectorsError);
      expect(failure).toMatchObject({ code: 'EXECUTION_FAILED', category: 'validation', module: 'script' });
      expect((failure as CannectorsError).message).toMatch(message);
      expect(performance.now() - started).toBeLessThan(6000);
      expect(hostState()).toEqual(before);
      // The next run has fresh globals and works.
      expect(await filter.process([{ harmless: true }], testRun())).toEqual([{ harmless: true }]);
    },
  );
});

it('at least 40 attempts are made', () => {
  const all = [CONSTRUCTORS, ERRORS, PROTOTYPES, PROXIES, ASYNC, HOST, ALLOCATIONS, LOOPS].flat();
  expect(new Set(all.map(([name]) => name)).size).toBe(all.length);
  expect(all.length).toBeGreaterThanOrEqual(40);
});

describe('what is no failure is nothing but data', () => {
  it.each<[name: string, body: string, expected: string]>([
    [
      'a key __proto__',
      'return JSON.parse(\'{"__proto__": {"polluted": 1}, "a": 0}\');',
      '{"__proto__":{"polluted":1},"a":0}',
    ],
    [
      'texts that look like the encoding of other values',
      'return { a: "\\u0001i12", b: "\\u0001dNaN", c: "\\u0001", d: "\\u0001s" };',
      '{"a":"\\u0001i12","b":"\\u0001dNaN","c":"\\u0001","d":"\\u0001s"}',
    ],
    [
      'a getter that gives another value each time',
      'let n = 0; return { get x() { n += 1; return n; } };',
      '{"x":1}',
    ],
    [
      'a class instance with a toJSON on its prototype',
      'class X { a = 1; toJSON() { return { b: 2 }; } } return new X();',
      '{"a":1}',
    ],
    [
      'a toJSON on every prototype',
      'Object.prototype.toJSON = Array.prototype.toJSON = () => "x"; return { a: [1, { b: 2 }] };',
      '{"a":[1,{"b":2}]}',
    ],
    ['a replaced writer', 'JSON.stringify = () => "{}"; Object.keys = () => []; return { a: 1 };', '{"a":1}'],
    [
      'setters that lie in wait in lists',
      'Object.defineProperty(Array.prototype, "0", { set() {} }); Object.defineProperty(Object.prototype, "at", { set() {} }); return { a: JSON.parse("[1]") };',
      '{"a":[1]}',
    ],
    [
      'an iterator that is replaced',
      'Array.prototype[Symbol.iterator] = () => { throw 1; }; return { a: [1, 2] };',
      '{"a":[1,2]}',
    ],
    [
      'keys that look like methods',
      'return { constructor: 1, toString: 2, hasOwnProperty: 3, then: 4 };',
      '{"constructor":1,"toString":2,"hasOwnProperty":3,"then":4}',
    ],
  ])('%s', async (_name, body, expected) => {
    const filter = await attackFilter(body, 'fail');
    const before = hostState();
    const [result] = await filter.process([record()], testRun());
    expect(JSON.stringify(result)).toBe(expected);
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(hostState()).toEqual(before);
  });
});

describe('the process while a script misbehaves', () => {
  it('keeps working on other runs, whose records come back while the endless one goes on', async () => {
    const script = 'function transform(record) { while (record.endless); return record; }';
    const filter = await compileFilter(scriptFilter, { script, limits: { timeMs: 600_000 } });
    const run = testRun();
    const endless = failureOf(filter.process([{ endless: true }], run));
    expect(await filter.process([{ harmless: true }], testRun())).toEqual([{ harmless: true }]);
    run.cancel();
    expect(await endless).toBeInstanceOf(CancelledError);
  });

  it('answers within the limit and less than a second, even in a built-in function', async () => {
    const filter = await attackFilter('return new Array(4e9).indexOf(1);', 'log');
    const started = performance.now();
    await failureOf(filter.process([record()], testRun()));
    expect(performance.now() - started).toBeLessThan(300 + 1000);
  });

  it('gives a script no way to what an earlier run or another script left behind', async () => {
    const secret = await compileFilter(scriptFilter, {
      script: 'globalThis.secret = "s3cret"; Object.prototype.secret = "s3cret"; const transform = (r) => r;',
    });
    await secret.process([{ a: 1 }], testRun());
    const thief = await attackFilter('return { loot: typeof secret, own: typeof ({}).secret };', 'fail');
    expect(await thief.process([record()], testRun())).toEqual([{ loot: 'undefined', own: 'undefined' }]);
  });
});
