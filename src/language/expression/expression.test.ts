import { describe, expect, it } from 'vitest';
import { CannectorsError } from '../../core/errors.ts';
import type { DataObject, Value } from '../../core/record.ts';
import { LocatedError } from '../located-error.ts';
import { compileExpression } from './expression.ts';
import { ExpressionError } from './expression-error.ts';

async function evaluate(source: string, environment: DataObject = {}): Promise<Value> {
  return (await compileExpression(source)).evaluate(environment);
}

/** The first line of what compiling or evaluating throws, which must be one of the two located errors. */
async function failure(source: string, environment: DataObject = {}): Promise<string> {
  try {
    await evaluate(source, environment);
  } catch (error) {
    if (!(error instanceof LocatedError || error instanceof ExpressionError)) throw error;
    return error.message.split('\n')[0] ?? '';
  }
  return 'no failure';
}

function nested(levels: number): Value {
  let value: Value = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

describe('names', () => {
  const namesOf = async (source: string) => [...(await compileExpression(source)).names].sort();

  it('are the top-level names that the expression reads', async () => {
    expect(await namesOf('record.paginationToken == a?.x ?? $env["state"] && len(b) > 0')).toEqual([
      'a',
      'b',
      'record',
      'state',
    ]);
    expect(await namesOf('$env?.pagination.offset')).toEqual(['pagination']);
  });

  it('are found in predicates, arguments, variables and branches', async () => {
    expect(
      await namesOf('let v = a; any(b, # > c) and sum(d, .x) > 1 ? v : if e {f} else {[g][h:i]}'),
    ).toEqual([...'abcdefghi']);
  });

  it('are neither variables nor texts', async () => {
    expect(
      await namesOf('let pagination = 1; pagination + len("pagination") + {pagination: 1}.pagination'),
    ).toEqual([]);
  });
});

describe('one compiled expression', () => {
  it('makes a new list and a new object each time', async () => {
    const expression = await compileExpression('{list: [1]}');
    const first = expression.evaluate({}) as { list: Value[] };
    first.list.push(2);
    expect(expression.evaluate({})).toEqual({ list: [1] });
  });

  it('starts every evaluation with its own variables and budgets', async () => {
    const half = await compileExpression('let n = 600000; len(1..n) + sum(map([x], #))');
    expect([half.evaluate({ x: 1 }), half.evaluate({ x: 2 })]).toEqual([600001, 600002]);
  });

  it('works after an evaluation that failed', async () => {
    const expression = await compileExpression('map(l, .x.y)');
    expect(() => expression.evaluate({ l: [{ x: { y: 1 } }, {}] })).toThrow('cannot fetch y from <nil>');
    expect(expression.evaluate({ l: [{ x: { y: 2 } }] })).toEqual([2]);
  });

  it('compiles a computed pattern anew when the data changes it', async () => {
    const expression = await compileExpression('x matches p');
    const answers = ['a', 'b', 'a'].map((p) => expression.evaluate({ x: 'a', p }));
    expect(answers).toEqual([true, false, true]);
  });

  it('tests its result for truth', async () => {
    const expression = await compileExpression('x');
    const values: Value[] = [true, 1, 'false', [0], { a: null }, false, null, 0, '', [], {}];
    const truths = values.map((x) => expression.test({ x }));
    expect(truths).toEqual([true, true, true, true, true, false, false, false, false, false, false]);
  });

  it('gives groups as an object, wherever they stand', async () => {
    const environment = { l: [1, 2, 3] };
    expect(await evaluate('[groupBy(l, # > 1)]', environment)).toEqual([{ false: [1], true: [2, 3] }]);
    expect(await evaluate('groupBy(l, # > 1)[true]', environment)).toEqual([2, 3]);
  });

  it('gives timestamps of the environment as they are', async () => {
    const at = new Date('2026-03-04T05:06:07Z');
    expect(await evaluate('[t]', { t: at })).toEqual([at]);
    expect(await failure('t.getTime', { t: at })).toBe('cannot fetch getTime from time.Time (1:3)');
  });
});

describe('limits', () => {
  it('take a long list of alternatives', async () => {
    const source = Array.from({ length: 1_000 }, (_, at) => `x == ${at}`).join(' || ');
    expect(await evaluate(source, { x: 999 })).toBe(true);
  });

  it.each([
    ['parentheses', `${'('.repeat(2_000)}1${')'.repeat(2_000)}`],
    ['lists', `${'['.repeat(2_000)}${']'.repeat(2_000)}`],
    ['lists to look into', `${'x in ['.repeat(2_000)}1${']'.repeat(2_000)}`],
    ['unary operators', `${'-'.repeat(4_000)}1`],
    ['right-associative operators', Array(2_000).fill('x').join(' ** ')],
    ['left-associative operators', Array(2_000).fill('x').join(' + ')],
    ['members', Array(2_000).fill('x').join('.')],
    ['optional indexes', `x${'?.[0]'.repeat(2_000)}`],
    ['ternaries', `${'a ? 1 : '.repeat(1_000)}2`],
    ['branches', `${'if a {1} else '.repeat(1_000)}{2}`],
    ['blocks', `${'if a {'.repeat(1_000)}1`],
    ['predicates', `${'map(l, '.repeat(1_000)}#${')'.repeat(1_000)}`],
    ['variables', `${'let a = '.repeat(1_000)}1`],
    ['pipes', `x${' | len()'.repeat(1_000)}`],
  ])('refuse %s nested too deeply', async (_, source) => {
    expect(await failure(source)).toContain('expression is nested too deeply');
  });

  it('compile nested lists in no more time than they are long', async () => {
    expect(await evaluate(`${'x in ['.repeat(100)}x${']'.repeat(100)}`, { x: 1 })).toBe(false);
  });

  it('leave room on the stack for what they accept', async () => {
    expect(await evaluate(`${'('.repeat(200)}1${')'.repeat(200)}`)).toBe(1);
    expect(await evaluate(Array(400).fill('x').join(' + '), { x: 1 })).toBe(400);
    expect(await evaluate(Array(2_000).fill('x').join('?.'))).toBe(null);
    expect(await evaluate(`${'a ? 1 : '.repeat(400)}2`, { a: false })).toBe(2);
    expect(await evaluate(`${'if a {1} else '.repeat(400)}{2}`, { a: false })).toBe(2);
    expect(await evaluate(`${'map([1], '.repeat(200)}#${')'.repeat(200)}`)).toEqual(nested(200));
    const variables = Array.from({ length: 1_000 }, (_, at) => `let v${at} = ${at};`).join(' ');
    expect(await evaluate(`${variables} v0 + v999`)).toBe(999);
  });

  it('refuse more than 10000 nodes', async () => {
    expect(await failure(`[${'1,'.repeat(10_001)}]`)).toContain('exceeds maximum allowed nodes');
    expect(await failure(`[${'1,'.repeat(9_999)}]`)).toBe('no failure');
  });

  it('refuse a source of more bytes than the caller allows', async () => {
    const limited = (source: string) => compileExpression(source, { maxBytes: 6 });
    await expect(limited('"éé"')).resolves.toBeDefined();
    await expect(limited('"ééé"')).rejects.toThrow('expression length 8 exceeds maximum 6 (1:1)');
  });

  it.each(['a == b', 'a in [b]', 'a in b', '[a][0] == b'])(
    'end %s on data nested too deeply',
    async (source) => {
      const environment = { a: nested(100_000), b: nested(100_000) };
      const reason = await failure(
        source,
        source === 'a in b' ? { ...environment, b: [environment.b] } : environment,
      );
      expect(reason).toBe('recursion depth exceeded (1:1)');
    },
  );

  it('end the conversion of a result nested too deeply', async () => {
    expect(await failure('[a, groupBy([1], #)]', { a: nested(100_000) })).toBe(
      'recursion depth exceeded (1:1)',
    );
  });
});

describe('a mistake', () => {
  it('shows the line and points at the place', async () => {
    const error: unknown = await compileExpression('a ==\n  "é" b').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LocatedError);
    expect(error).toMatchObject({ message: 'unexpected token b (2:7)\n |   "é" b\n | ......^', offset: 11 });
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
