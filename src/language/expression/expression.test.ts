import { describe, expect, it } from 'vitest';
import { CannectorsError } from '../../core/errors.ts';
import type { DataObject, Value } from '../../core/record.ts';
import { LocatedError } from '../located-error.ts';
import { compileExpression } from './expression.ts';

async function evaluate(source: string, environment: DataObject = {}): Promise<Value> {
  return (await compileExpression(source)).evaluate(environment);
}

/** The reason why an expression that compiles cannot be evaluated. */
async function failure(source: string, environment: DataObject = {}): Promise<string> {
  const expression = await compileExpression(source);
  try {
    return `no failure: ${String(expression.evaluate(environment))}`;
  } catch (error) {
    if (!(error instanceof CannectorsError)) throw error;
    return error.message.split('\n')[0] ?? '';
  }
}

/** The reason why an expression does not compile, with its place. */
async function mistake(source: string): Promise<string> {
  try {
    await compileExpression(source);
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    return error.message.split('\n')[0] ?? '';
  }
  return 'no mistake';
}

type ValueCases = [source: string, environment: DataObject, expected: Value][];
type FailureCases = [source: string, environment: DataObject, reason: string][];

const EXACT = 2n ** 60n;

describe('literals', () => {
  const cases: ValueCases = [
    ['42', {}, 42],
    ['1_000', {}, 1000],
    ['02', {}, 2],
    ['0xFF', {}, 255],
    ['0o17', {}, 15],
    ['0B101', {}, 5],
    ['9223372036854775807', {}, 9223372036854775807n],
    ['1.5', {}, 1.5],
    ['.5', {}, 0.5],
    ['5.', {}, 5],
    ['1e3', {}, 1000],
    ['1.2e-4', {}, 0.00012],
    ['"a\\"b"', {}, 'a"b'],
    ["'it\\'s'", {}, "it's"],
    ['"\\a\\b\\f\\n\\r\\t\\v\\\\"', {}, '\u0007\b\f\n\r\t\v\\'],
    ['"\\101\\x41\\u00e9\\u{1F600}\\U0001F600"', {}, 'AAé😀😀'],
    ['`raw \\d ``tick`` \n line`', {}, 'raw \\d `tick` \n line'],
    ['true', {}, true],
    ['false', {}, false],
    ['nil', {}, null],
    ['[1, "a", [nil],]', {}, [1, 'a', [null]]],
    ['{a: 1, "k 2": 2, 3: 3, (k): 4, in: 5,}', { k: 'key' }, { a: 1, 'k 2': 2, '3': 3, key: 4, in: 5 }],
    ['/* one */ 1 // two\n + 2', {}, 3],
    ['\u00a01\n+\t1', {}, 2],
  ];
  it.each(cases)('%s with %o', async (source, environment, expected) => {
    expect(await evaluate(source, environment)).toEqual(expected);
  });

  it('makes a new list and a new object each time', async () => {
    const expression = await compileExpression('{list: [1]}');
    const first = expression.evaluate({}) as { list: Value[] };
    first.list.push(2);
    expect(expression.evaluate({})).toEqual({ list: [1] });
  });
});

describe('names', () => {
  const cases: ValueCases = [
    ['x', { x: 1 }, 1],
    ['x == nil', {}, true],
    ['null == nil', {}, true],
    ['undefined == nil', {}, true],
    ['constructor == nil', {}, true],
    ['__proto__ == nil', {}, true],
    ['toString ?? "absent"', {}, 'absent'],
    ['o.constructor == nil && o.__proto__ == nil', { o: {} }, true],
    ['o["hasOwnProperty"] == nil', { o: {} }, true],
    ['"constructor" in o', { o: {} }, false],
    ['constructor', { constructor: 5 }, 5],
    ['été + _a$1', { été: 1, _a$1: 2 }, 3],
    ['type == "order"', { type: 'order' }, true],
    ['count > 5 and len < 3', { count: 6, len: 2 }, true],
    ['$env.type == "order"', { type: 'order' }, true],
    ['$env["odd name"]', { 'odd name': 1 }, 1],
    ['"field" in $env', { field: null }, true],
    ['o.in + o?.matches', { o: { in: 1, matches: 2 } }, 3],
    ['_errors != nil && len(_errors) > 0', {}, false],
  ];
  it.each(cases)('%s with %o', async (source, environment, expected) => {
    expect(await evaluate(source, environment)).toEqual(expected);
  });

  it('tells which top-level names are read', async () => {
    const { names } = await compileExpression(
      'record.paginationToken == pagination?.x ?? $env["state"] && len(b) > 0',
    );
    expect([...names].sort()).toEqual(['b', 'pagination', 'record', 'state']);
  });
});

describe('access', () => {
  const cases: ValueCases = [
    ['u.name == "a"', { u: {} }, false],
    ['u?.name ?? "z"', {}, 'z'],
    ['u.a.b', { u: { a: { b: 7 } } }, 7],
    ['a?.b.c', {}, null],
    ['a?.b.c.d?.e', {}, null],
    ['a?.items?.[0] == nil', {}, true],
    ['a?.items?.[0].x', {}, null],
    ['l?.[1]', { l: [1, 2] }, 2],
    ['[1,2,3][-1]', {}, 3],
    ['l[1.9]', { l: [1, 2] }, 2],
    ['l[i]', { l: [1, 2], i: 1n }, 2],
    ['s[1] + s[-1]', { s: 'a😀b' }, '😀b'],
    ['[1,2,3][1:99]', {}, [2, 3]],
    ['[1,2,3][:-1]', {}, [1, 2]],
    ['[1,2,3][-2:]', {}, [2, 3]],
    ['[1,2,3][2:1]', {}, []],
    ['s[1:2] + s[:]', { s: 'a😀b' }, '😀a😀b'],
    ['"abcdef"[2:4]', {}, 'cd'],
  ];
  it.each(cases)('%s with %o', async (source, environment, expected) => {
    expect(await evaluate(source, environment)).toEqual(expected);
  });

  const failures: FailureCases = [
    ['u.name == "a"', {}, 'cannot fetch name from <nil> (1:3)'],
    ['u["name"]', {}, 'cannot fetch name from <nil> (1:2)'],
    ['u.name', { u: 1.5 }, 'cannot fetch name from float64 (1:3)'],
    ['u.name', { u: 7 }, 'cannot fetch name from int (1:3)'],
    ['u.name', { u: new Date(0) }, 'cannot fetch name from time.Time (1:3)'],
    ['u.getTime', { u: new Date(0) }, 'cannot fetch getTime from time.Time (1:3)'],
    ['u.length', { u: [1] }, 'invalid operation: int(string) (1:3)'],
    ['u.length', { u: 'text' }, 'invalid operation: int(string) (1:3)'],
    ['u[0]', { u: {} }, 'cannot fetch 0 from map[string]interface {} (1:2)'],
    ['u[0]', {}, 'cannot fetch 0 from <nil> (1:2)'],
    ['[1,2,3][5]', {}, 'index out of range: 5 (array length is 3) (1:8)'],
    ['[1,2,3][-4]', {}, 'index out of range: -4 (array length is 3) (1:8)'],
    ['a?.items[0]', {}, 'cannot fetch 0 from <nil> (1:9)'],
    ['a?.b.c', { a: {} }, 'cannot fetch c from <nil> (1:6)'],
    ['a[1:2]', {}, 'cannot slice <nil> (1:2)'],
    ['a[1:2]', { a: {} }, 'cannot slice map[string]interface {} (1:2)'],
    ['a["x":]', { a: 'abc' }, 'invalid operation: int(string) (1:2)'],
  ];
  it.each(failures)('%s with %o fails', async (source, environment, reason) => {
    expect(await failure(source, environment)).toBe(reason);
  });
});

describe('arithmetic', () => {
  const cases: ValueCases = [
    ['n % 2 == 1', { n: 7 }, true],
    ['int(n) % 2 == 1', { n: 7 }, true],
    ['-7 % 3', {}, -1],
    ['7 % -3', {}, 1],
    ['n % 10', { n: EXACT + 5n }, Number((EXACT + 5n) % 10n)],
    ['-2 ** 2', {}, -4],
    ['2 ** 3 ** 2', {}, 512],
    ['2 ^ 3', {}, 8],
    ['7 / 2', {}, 3.5],
    ['1 / 0 > 10', {}, true],
    ['1 + 2 * 3 - 4', {}, 3],
    ['(1 + 2) * 3', {}, 9],
    ['10 - 3 - 2', {}, 5],
    ['"a" + "b"', {}, 'ab'],
    ['1 + 0.5', {}, 1.5],
    ['+n', { n: 3 }, 3],
    ['-n', { n: EXACT }, -EXACT],
    ['0 * -1', {}, 0],
    ['n + 1', { n: EXACT }, EXACT + 1n],
    ['9007199254740991 + 2', {}, 9007199254740993n],
    ['n - m', { n: EXACT, m: EXACT - 4n }, 4],
    ['3037000500 * 3037000500', {}, 9223372037000250000],
    ['3037000499 * 3037000499', {}, 9223372030926249001n],
    ['n * 0.5', { n: EXACT }, Number(EXACT) / 2],
    ['n / 2', { n: EXACT }, Number(EXACT) / 2],
    ['1..4', {}, [1, 2, 3, 4]],
    ['4..1', {}, []],
    ['a..b', { a: 1.9, b: 3.2 }, [1, 2, 3]],
    ['1..2 + 1', {}, [1, 2, 3]],
  ];
  it.each(cases)('%s with %o', async (source, environment, expected) => {
    expect(await evaluate(source, environment)).toEqual(expected);
  });

  const failures: FailureCases = [
    ['n % 2', { n: 7.5 }, 'invalid operation: float64 % int (1:3)'],
    ['n % 2', { n: '7' }, 'invalid operation: string % int (1:3)'],
    ['n % m', { n: 1, m: 0 }, 'integer divide by zero (1:3)'],
    ['n + 1.5', { n: 'a' }, 'invalid operation: string + float64 (1:3)'],
    ['n + "a"', { n: 1 }, 'invalid operation: int + string (1:3)'],
    ['n - 1', {}, 'invalid operation: <nil> - int (1:3)'],
    ['n * 2', { n: [1] }, 'invalid operation: []interface {} * int (1:3)'],
    ['n / 2', { n: {} }, 'invalid operation: map[string]interface {} / int (1:3)'],
    ['-n', { n: true }, 'invalid operation: - bool (1:1)'],
    ['n..2', { n: 'a' }, 'invalid operation: string .. int (1:2)'],
    ['1..1000001', {}, 'memory budget exceeded (1:2)'],
  ];
  it.each(failures)('%s with %o fails', async (source, environment, reason) => {
    expect(await failure(source, environment)).toBe(reason);
  });
});

describe('comparison', () => {
  const date = new Date('2026-03-04T05:06:07Z');
  const cases: ValueCases = [
    ['v == 100', { v: '100' }, false],
    ['v == 100.0', { v: 100 }, true],
    ['v == true', { v: 1 }, false],
    ['v == nil', { v: null }, true],
    ['v != nil', { v: 0 }, true],
    ['v == w', { v: EXACT, w: EXACT }, true],
    ['v == w', { v: EXACT + 1n, w: Number(EXACT) }, false],
    ['v == w', { v: 5n, w: 5 }, true],
    ['v == w', { v: [1, { a: [2n] }], w: [1, { a: [2] }] }, true],
    ['v == w', { v: { a: 1 }, w: { b: 1 } }, false],
    ['v == w', { v: { a: 1 }, w: { a: 1, b: 2 } }, false],
    ['v == w', { v: [], w: {} }, false],
    ['v == w', { v: date, w: new Date(date.getTime()) }, true],
    ['v == w', { v: date, w: '2026-03-04T05:06:07Z' }, false],
    ['1 < 2 < 3', {}, true],
    ['3 > x >= 2', { x: 2 }, true],
    ['1 < x < 2', { x: 5 }, false],
    ['v > 9007199254740992', { v: 9007199254740993n }, true],
    ['v < w', { v: 'a', w: 'b' }, true],
    ['v < w', { v: '\uffff', w: '😀' }, true],
    ['v > w', { v: 'ab', w: 'a' }, true],
    ['v <= w', { v: date, w: date }, true],
    ['v < 1', { v: Number.NaN }, false],
    ['1 == 1 == true', {}, true],
  ];
  it.each(cases)('%s with %o', async (source, environment, expected) => {
    expect(await evaluate(source, environment)).toEqual(expected);
  });

  const failures: FailureCases = [
    ['x > 5', {}, 'invalid operation: <nil> > int (1:3)'],
    ['x < 5.5', { x: 'a' }, 'invalid operation: string < float64 (1:3)'],
    ['x < 5', { x: date }, 'invalid operation: time.Time < int (1:3)'],
    ['1 < x < y', { x: 2 }, 'invalid operation: int < <nil> (1:7)'],
    ['x <= y', { x: [1], y: [2] }, 'invalid operation: []interface {} <= []interface {} (1:3)'],
  ];
  it.each(failures)('%s with %o fails', async (source, environment, reason) => {
    expect(await failure(source, environment)).toBe(reason);
  });

  it('evaluates nothing after the comparison that decides a chain', async () => {
    expect(await evaluate('3 < 2 < x.missing')).toBe(false);
  });
});

describe('membership and texts', () => {
  const cases: ValueCases = [
    ['v in [5, 100]', { v: 100 }, true],
    ['v in [5, 100]', { v: 100n }, true],
    ['v in [5, 100]', { v: '100' }, false],
    ['v in [1.5, nil, true]', { v: null }, true],
    ['v in [9007199254740993]', { v: 9007199254740993n }, true],
    ['v in [9007199254740993]', { v: 9007199254740992 }, false],
    ['v in ["a", "b"]', { v: 'b' }, true],
    ['v in ["", "a"]', {}, false],
    ['v in ["a"]', { v: 1 }, false],
    ['v in [w, 2]', { v: 1, w: 1 }, true],
    ['v in 1..200', { v: 100 }, true],
    ['v in 1..200', { v: 201 }, false],
    ['v in 1..3', { v: 1.5 }, false],
    ['v in 1..3', { v: '2' }, false],
    ['v in 1..2000000', { v: 2000000n }, true],
    ['v in l', { v: [1], l: [[1], 2] }, true],
    ['"k" in o', { o: { k: null } }, true],
    ['"k" in o', {}, false],
    ['a not in [1]', { a: 1 }, false],
    ['a not in [1]', { a: 2 }, true],
    ['x contains "a"', {}, false],
    ['"abc" contains "b"', {}, true],
    ['"abc" not contains "b"', {}, false],
    ['"abc" startsWith "ab"', {}, true],
    ['"abc" endsWith x', {}, false],
    ['"abc" not endsWith "c"', {}, false],
    ['"a.b" matches "a\\\\.b"', {}, true],
    ['x matches `^\\d+$`', { x: '123' }, true],
    ['x matches `^\\d+$`', {}, false],
    ['x matches "(?i)^ABC"', { x: 'abcd' }, true],
    ['x not matches "b"', { x: 'abc' }, false],
    ['x matches p', { x: 'abc', p: '^a.c$' }, true],
    ['x matches p', { x: 'abc' }, false],
    ['x matches "(?i)B" and x matches p', { x: 'abc', p: 'C$' }, false],
  ];
  it.each(cases)('%s with %o', async (source, environment, expected) => {
    expect(await evaluate(source, environment)).toEqual(expected);
  });

  const failures: FailureCases = [
    ['v in s', { v: 'a', s: 'abc' }, 'operator "in" not defined on string (1:3)'],
    ['v in o', { v: 1, o: {} }, 'invalid operation: int in map[string]interface {} (1:3)'],
    ['v in 1..n', { v: 1, n: 'x' }, 'invalid operation: int .. string (1:3)'],
    ['x contains "a"', { x: 1.5 }, 'interface conversion: interface {} is float64, not string (1:3)'],
    ['"a" startsWith x', { x: true }, 'interface conversion: interface {} is bool, not string (1:5)'],
    ['x matches "a"', { x: [] }, 'interface conversion: interface {} is []interface {}, not string (1:3)'],
    ['x matches p', { x: 'a', p: '[' }, 'error parsing regexp: missing closing ]: `[` (1:3)'],
  ];
  it.each(failures)('%s with %o fails', async (source, environment, reason) => {
    expect(await failure(source, environment)).toBe(reason);
  });

  it('compiles a computed pattern anew when the data changes it', async () => {
    const expression = await compileExpression('x matches p');
    const answers = ['a', 'b', 'a'].map((p) => expression.evaluate({ x: 'a', p }));
    expect(answers).toEqual([true, false, true]);
  });
});

describe('logic and choice', () => {
  const cases: ValueCases = [
    ['a && b || c', { a: true, b: false, c: true }, true],
    ['true or x.y', {}, true],
    ['false and x.y', {}, false],
    ['true and x', { x: 5 }, 5],
    ['false || true && false', {}, false],
    ['a or b or c', { a: false, b: false, c: 'last' }, 'last'],
    ['not a == b', { a: true, b: false }, true],
    ['!a and !b', { a: false, b: false }, true],
    ['a ?? b ?? "c"', {}, 'c'],
    ['a || b ?? true', { a: false }, true],
    ['x == y ?? 3', { x: 3 }, true],
    ['(a ?? b) || c', { a: false, c: true }, true],
    ['a ?? b ? 1 : 2', { b: true }, 1],
    ['a ? 1 : b ? 2 : 3', { a: false, b: false }, 3],
    ['a ?: "x"', { a: false }, 'x'],
    ['a ?: "x"', { a: true }, true],
    ['{v: a ? 1 : 2}.v', { a: true }, 1],
  ];
  it.each(cases)('%s with %o', async (source, environment, expected) => {
    expect(await evaluate(source, environment)).toEqual(expected);
  });

  const failures: FailureCases = [
    ['!x', {}, 'interface conversion: interface {} is nil, not bool (1:1)'],
    ['x && true', {}, 'interface conversion: interface {} is nil, not bool (1:3)'],
    ['true && x && true', { x: 1 }, 'interface conversion: interface {} is int, not bool (1:11)'],
    ['not a in [b]', { a: 1 }, 'interface conversion: interface {} is int, not bool (1:1)'],
    ['a ? 1 : 2', {}, 'non-bool expression (type <nil>) used as condition (1:1)'],
    ['a ? 1 : 2', { a: 'x' }, 'non-bool expression (type string) used as condition (1:1)'],
    ['{(k): 1}', { k: 1 }, 'interface conversion: interface {} is int, not string (1:1)'],
  ];
  it.each(failures)('%s with %o fails', async (source, environment, reason) => {
    expect(await failure(source, environment)).toBe(reason);
  });
});

describe('functions', () => {
  const cases: ValueCases = [
    ['len("a😀é")', {}, 3],
    ['len(l) + len(o)', { l: [1, 2], o: { a: 1 } }, 3],
    ['::len("ab")', {}, 2],
    ['"ab" | len()', {}, 2],
    ['" x " | trim() | upper() == "X"', {}, true],
    ['int(7.9)', {}, 7],
    ['int(-7.9)', {}, -7],
    ['int("+42")', {}, 42],
    ['int("-007")', {}, -7],
    ['int("9007199254740993")', {}, 9007199254740993n],
    ['float("1.5e3")', {}, 1500],
    ['float(n)', { n: 5n }, 5],
    ['string(nil)', {}, '<nil>'],
    ['string(1234567.0) + string(0.00001)', {}, '12345670.00001'],
    ['string(v)', { v: EXACT }, EXACT.toString()],
    ['string(v)', { v: [true, 'a', null] }, '[true a <nil>]'],
    ['string(v)', { v: { b: 1, a: [2] } }, 'map[a:[2] b:1]'],
    ['string(v)', { v: new Date('2026-03-04T05:06:07Z') }, '2026-03-04T05:06:07Z'],
    ['lower("ÀB") + upper("ß")', {}, 'àbSS'],
    ['trim("\u00a0 x\\n")', {}, 'x'],
    ['trim("--x-y--", "-")', {}, 'x-y'],
    ['trim("😀x😀", "😀")', {}, 'x'],
  ];
  it.each(cases)('%s with %o', async (source, environment, expected) => {
    expect(await evaluate(source, environment)).toEqual(expected);
  });

  const failures: FailureCases = [
    ['len(_errors) > 0', {}, 'invalid argument for len (type <nil>) (1:1)'],
    ['len(x)', { x: 5 }, 'invalid argument for len (type int) (1:1)'],
    ['int("5.5")', {}, 'invalid operation: int(5.5) (1:1)'],
    ['int("")', {}, 'invalid operation: int() (1:1)'],
    ['int(x)', { x: true }, 'invalid operation: int(bool) (1:1)'],
    ['int(x)', {}, 'invalid operation: int(<nil>) (1:1)'],
    ['int(x)', { x: '9223372036854775808' }, 'invalid operation: int(9223372036854775808) (1:1)'],
    ['float("abc")', {}, 'invalid operation: float(abc) (1:1)'],
    ['float("1e400")', {}, 'invalid operation: float(1e400) (1:1)'],
    ['upper(x)', { x: 1.5 }, 'interface conversion: interface {} is float64, not string (1:1)'],
    ['trim(x)', {}, 'interface conversion: interface {} is nil, not string (1:1)'],
  ];
  it.each(failures)('%s with %o fails', async (source, environment, reason) => {
    expect(await failure(source, environment)).toBe(reason);
  });
});

describe('mistakes found without data', () => {
  const cases: [source: string, reason: string][] = [
    ['', 'unexpected token EOF (1:1)'],
    ["status = 'a'", 'unexpected token = (write == to compare) (1:8)'],
    ['a & b', 'unexpected token & (write && or and) (1:3)'],
    ['a | b', 'unexpected token EOF (a pipe needs a function: x | f(); or is written ||) (1:6)'],
    ["status 'a'", "unexpected token 'a' (1:8)"],
    ['(a == 1', 'unexpected token EOF (expected )) (1:8)'],
    ['items[0.price', 'bad number syntax: "0.price" (1:7)'],
    ['0b15', 'bad number syntax: "0b15" (1:1)'],
    ['10G', 'bad number syntax: "10G" (1:1)'],
    ['9223372036854775808', 'invalid integer literal: 9223372036854775808 (1:1)'],
    ['1e999', 'invalid float literal: 1e999 (1:1)'],
    ['"open', 'literal not terminated (1:1)'],
    ['"a\nb"', 'literal not terminated (1:1)'],
    ['`open', 'literal not terminated (1:1)'],
    [
      'x == "\\d"',
      'invalid char escape (write \\\\ for a backslash, or use a raw string between backticks) (1:7)',
    ],
    [
      '"\\u{110000}"',
      'invalid char escape (write \\\\ for a backslash, or use a raw string between backticks) (1:2)',
    ],
    ['1 /* open', 'unclosed comment (1:3)'],
    ['é @ 1', "unrecognized character: U+0040 '@' (1:3)"],
    ['x not == y', 'unexpected token not (1:3)'],
    [
      'a ?? b || c',
      'Operator (||) and coalesce expressions (??) cannot be mixed. Wrap either by parentheses. (1:8)',
    ],
    ['1 == "1"', 'invalid operation: == (mismatched types int and string) (1:3)'],
    ['len(x) == "3"', 'invalid operation: == (mismatched types int and string) (1:8)'],
    ['true && 1', 'invalid operation: && (mismatched types bool and int) (1:6)'],
    ['"a" + 1', 'invalid operation: + (mismatched types string and int) (1:5)'],
    ['"a" < 1.5', 'invalid operation: < (mismatched types string and float64) (1:5)'],
    ['x < 1 < "a"', 'invalid operation: < (mismatched types int and string) (1:7)'],
    ['1 matches "a"', 'invalid operation: matches (mismatched types int and string) (1:3)'],
    ['!5', 'invalid operation: ! (mismatched type int) (1:1)'],
    ['-"a"', 'invalid operation: - (mismatched type string) (1:1)'],
    ['5 % 2.5', 'invalid operation: % (mismatched types int and float64) (1:3)'],
    ['1 % 0', 'integer divide by zero (1:3)'],
    ['"x" in "xyz"', 'operator "in" not defined on string (1:5)'],
    ['1 in ["a"]', 'cannot use int as type string in array (1:6)'],
    ['not a in [1]', 'cannot use bool as type int in array (1:10)'],
    ['1 ? 2 : 3', 'non-bool expression (type int) used as condition (1:1)'],
    ['nil.x', 'type nil has no field x (1:5)'],
    ['"a".x', 'type string has no field x (1:5)'],
    ['len()', 'not enough arguments to call len (1:1)'],
    ['len(a, b)', 'too many arguments to call len (1:1)'],
    ['len(1)', 'invalid argument for len (type int) (1:5)'],
    ['upper(1)', 'cannot use int as argument (type string) to call upper (1:7)'],
    ['x matches "["', 'error parsing regexp: missing closing ]: `[` (1:11)'],
    [
      'lenght(x)',
      'unknown function "lenght" (known functions: float, int, len, lower, string, trim, upper) (1:1)',
    ],
    ['filter(items, .qty > 1)', 'function "filter" is not supported yet (1:1)'],
    [
      'constructor(x)',
      'unknown function "constructor" (known functions: float, int, len, lower, string, trim, upper) (1:1)',
    ],
    ['date.Year()', 'method "Year" is not supported yet (1:6)'],
    ['let n = 2; n', 'let is not supported yet (1:1)'],
    ['if a {1} else {2}', 'if … else is not supported yet (1:1)'],
    ['1; 2', 'a sequence of expressions (;) is not supported yet (1:2)'],
    ['# > 1', 'a predicate (#) is not supported yet (1:1)'],
    ['a\n  b', 'unexpected token b (2:3)'],
    ['a[]', 'unexpected token ] (1:3)'],
    ['a.1', 'unexpected token .1 (1:2)'],
    ['{1.5 2}', 'unexpected token 2 (expected :) (1:6)'],
  ];
  it.each(cases)('%j: %s', async (source, reason) => {
    expect(await mistake(source)).toBe(reason);
  });

  it('shows the line and points at the place', async () => {
    const error: unknown = await compileExpression('a ==\n  "é" b').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: 'unexpected token b (2:7)\n |   "é" b\n | ......^' });
  });
});

describe('limits', () => {
  it('takes a long list of alternatives', async () => {
    const source = Array.from({ length: 1_000 }, (_, at) => `x == ${at}`).join(' || ');
    expect(await evaluate(source, { x: 999 })).toBe(true);
  });

  it.each([
    ['parentheses', `${'('.repeat(2_000)}1${')'.repeat(2_000)}`],
    ['lists', `${'['.repeat(2_000)}${']'.repeat(2_000)}`],
    ['unary operators', `${'-'.repeat(4_000)}1`],
    ['right-associative operators', Array(2_000).fill('x').join(' ** ')],
    ['left-associative operators', Array(2_000).fill('x').join(' + ')],
    ['members', Array(2_000).fill('x').join('.')],
    ['optional indexes', `x${'?.[0]'.repeat(2_000)}`],
    ['ternaries', `${'a ? 1 : '.repeat(1_000)}2`],
  ])('refuses %s nested too deeply', async (_, source) => {
    expect(await mistake(source)).toContain('expression is nested too deeply');
  });

  it('evaluates what it has accepted without running out of stack', async () => {
    expect(await evaluate(`${'('.repeat(200)}1${')'.repeat(200)}`)).toBe(1);
    expect(await evaluate(Array(400).fill('x').join(' + '), { x: 1 })).toBe(400);
    expect(await evaluate(Array(2_000).fill('x').join('?.'))).toBe(null);
    expect(await evaluate(`${'a ? 1 : '.repeat(400)}2`, { a: false })).toBe(2);
  });

  it('refuses more than 10000 nodes', async () => {
    expect(await mistake(`[${'1,'.repeat(10_001)}]`)).toContain('exceeds maximum allowed nodes');
    expect(await mistake(`[${'1,'.repeat(9_999)}]`)).toBe('no mistake');
  });

  it('counts the elements of all lists of one evaluation', async () => {
    expect(await failure('len(1..600000) + len(1..600000)')).toBe('memory budget exceeded (1:23)');
    const half = await compileExpression('len(1..600000)');
    expect([half.evaluate({}), half.evaluate({})]).toEqual([600000, 600000]);
  });
});

describe('expecting a boolean', () => {
  const boolean = (source: string) => compileExpression(source, { expect: 'boolean' });

  it('counts null as false and returns a boolean as it is', async () => {
    expect((await boolean('body.ok')).evaluate({ body: {} })).toBe(false);
    expect((await boolean('body.ok')).evaluate({ body: { ok: true } })).toBe(true);
  });

  it('fails on any other value', async () => {
    const expression = await boolean('body.ok');
    expect(() => expression.evaluate({ body: { ok: 'yes' } })).toThrow('invalid operation: bool(string)');
  });

  it('refuses a type that can never be one', async () => {
    await expect(boolean('"yes"')).rejects.toThrow('expected bool, but got string');
    await expect(boolean('nil')).resolves.toBeDefined();
  });
});

describe('an evaluation error', () => {
  it('is a validation failure that a retry cannot help, with the place in the expression', async () => {
    const expression = await compileExpression('a == 1 and\n  b > 2');
    let thrown: unknown;
    try {
      expression.evaluate({ a: 1 });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(CannectorsError);
    expect(thrown).toMatchObject({
      category: 'validation',
      retryable: false,
      reason: 'invalid operation: <nil> > int',
      message: 'invalid operation: <nil> > int (2:5)\n |   b > 2\n | ....^',
    });
  });
});
