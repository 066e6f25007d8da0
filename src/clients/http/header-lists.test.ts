import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../language/expression/expression.ts';
import { headerLists } from './header-lists.ts';

const HEADERS = headerLists([
  'x-a',
  'q',
  'CONTENT-TYPE',
  'text/plain',
  'X-A',
  'r',
  'x-name',
  Buffer.from('Zoë').toString('latin1'),
  '__proto__',
  'p',
]);

async function evaluate(source: string) {
  return (await compileExpression(source)).evaluate({ headers: HEADERS });
}

describe('the headers of an expression', () => {
  it.each([
    ['headers["X-A"][0] == "q"', true],
    ['headers["x-a"]', ['q', 'r']],
    ['headers["Content-type"][0]', 'text/plain'],
    ['headers["X-Name"][0]', 'Zoë'],
    ['headers.Missing', null],
    ['headers["Missing"] == nil', true],
    ['"content-type" in headers', true],
    ['"missing" in headers', false],
    ['headers["constructor"]', null],
    ['headers.toString', null],
    ['headers["__proto__"][0]', 'p'],
    ['len(headers)', 4],
    ['keys(headers)', ['X-A', 'Content-Type', 'X-Name', '__proto__']],
    ['toJSON(headers) contains "Content-Type"', true],
  ])('%s is %j', async (source, expected) => {
    expect(await evaluate(source)).toEqual(expected);
  });

  it('fail on the value of one that is absent', async () => {
    await expect(evaluate('headers["X-None"][0]')).rejects.toThrow();
  });
});
