import { expect, it } from 'vitest';
import type { DataObject, Value } from '../../../core/record.ts';
import { compileExpression } from '../expression.ts';
import { ExpressionError } from '../expression-error.ts';

async function outcome(expression: string, environment: DataObject): Promise<unknown> {
  const compiled = await compileExpression(expression);
  try {
    return compiled.evaluate(environment);
  } catch (error) {
    if (error instanceof ExpressionError) return error.reason;
    throw error;
  }
}

const RECORD_DATE = new Date('2024-03-01T00:00:00.500Z');
const NO_DATE = new Date(Number.NaN);

it.each<[string, Value]>([
  ['at - date("2024-03-01") == duration("500ms")', true],
  ['at + duration("1ns") > at', true],
  ['(at + duration("1ns")).String()', '2024-03-01T00:00:00.500000001Z'],
  ['at.Nanosecond()', 500_000_000],
  ['at.Format("15:04:05.000 MST")', '00:00:00.500 UTC'],
  ['at.In("Asia/Tokyo").Hour()', 9],
  ['none + duration("1h")', 'timestamp out of range'],
  ['none - at', 'duration out of range'],
  ['none == at || none.Format("2006") == "NaN"', 'invalid timestamp'],
  ['none < at || none >= at', false],
  ['none.Year()', 'invalid timestamp'],
  ['duration("1h") * (0 / 0.0)', 'duration out of range'],
  ['duration("1h") * (1 / 0.0)', 'duration out of range'],
  ['duration("1ns") * n == duration("0")', true],
  ['duration("1ns") * big', 9_007_199_254_740_992],
])('%s with dates of a record', async (expression, expected) => {
  const environment = { at: RECORD_DATE, none: NO_DATE, n: -0.4, big: 9_007_199_254_740_993n };
  expect(await outcome(expression, environment)).toEqual(expected);
});
