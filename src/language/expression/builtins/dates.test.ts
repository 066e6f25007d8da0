import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compileExpression } from '../expression.ts';

describe('now()', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2024-03-15T08:30:45.678Z') });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ['now().UTC().String()', '2024-03-15T08:30:45.678Z'],
    ['now("Asia/Tokyo").Format("15:04")', '17:30'],
    ['now() == now("UTC")', true],
    ['now() - date(at) > duration("15m")', true],
    ['now().Truncate(duration("24h")) == date("2024-03-15")', true],
  ])('%s is %j', async (expression, expected) => {
    const { evaluate } = await compileExpression(expression);
    expect(evaluate({ at: '2024-03-15T08:15:45Z' })).toBe(expected);
  });

  it('reads the clock at each evaluation', async () => {
    const expression = await compileExpression('now().Unix()');
    const before = expression.evaluate({});
    vi.advanceTimersByTime(5000);
    expect(Number(expression.evaluate({})) - Number(before)).toBe(5);
  });

  it('is shown in the zone of the process', async () => {
    const expression = await compileExpression('now().Format("-07:00")');
    const minutes = -new Date().getTimezoneOffset();
    const text = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
      .map((part) => String(part).padStart(2, '0'))
      .join(':');
    expect(expression.evaluate({})).toBe((minutes < 0 ? '-' : '+') + text);
  });
});
