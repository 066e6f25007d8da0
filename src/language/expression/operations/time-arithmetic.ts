import { Duration } from '../../../core/duration.ts';
import { durationOf } from '../../time/duration-text.ts';
import { addNanoseconds, timeBetween } from '../../time/timestamp-arithmetic.ts';
import type { Fail } from '../evaluation.ts';
import type { ExpressionValue } from '../value.ts';
import type { TypeRule } from './type-rule.ts';

/** What an operator does with timestamps and durations. */
export interface TimeOperation {
  readonly rules: readonly TypeRule[];
  /** `undefined` when the operator is not for values of these types. */
  apply(left: ExpressionValue, right: ExpressionValue, fail: Fail): Date | Duration | undefined;
}

const OUT_OF_RANGE = { timestamp: 'timestamp out of range', duration: 'duration out of range' } as const;

function later(date: Date, nanoseconds: number, fail: Fail): Date {
  return addNanoseconds(date, nanoseconds) ?? fail(OUT_OF_RANGE.timestamp);
}

function lasting(nanoseconds: number, fail: Fail): Duration {
  return durationOf(nanoseconds) ?? fail(OUT_OF_RANGE.duration);
}

export const addTimes: TimeOperation = {
  rules: [
    ['timestamp', 'duration', 'timestamp'],
    ['duration', 'timestamp', 'timestamp'],
    ['duration', 'duration', 'duration'],
  ],
  apply: (left, right, fail) => {
    if (right instanceof Duration) {
      if (left instanceof Date) return later(left, right.nanoseconds, fail);
      return left instanceof Duration ? lasting(left.nanoseconds + right.nanoseconds, fail) : undefined;
    }
    return left instanceof Duration && right instanceof Date
      ? later(right, left.nanoseconds, fail)
      : undefined;
  },
};

export const subtractTimes: TimeOperation = {
  rules: [
    ['timestamp', 'timestamp', 'duration'],
    ['timestamp', 'duration', 'timestamp'],
    ['duration', 'duration', 'duration'],
  ],
  apply: (left, right, fail) => {
    if (right instanceof Duration) {
      if (left instanceof Date) return later(left, -right.nanoseconds, fail);
      return left instanceof Duration ? lasting(left.nanoseconds - right.nanoseconds, fail) : undefined;
    }
    if (!(left instanceof Date && right instanceof Date)) return undefined;
    return timeBetween(right, left) ?? fail(OUT_OF_RANGE.duration);
  },
};

export const multiplyDuration: TimeOperation = {
  rules: [
    ['duration', 'number', 'duration'],
    ['number', 'duration', 'duration'],
  ],
  apply: (left, right, fail) => {
    if (left instanceof Duration && !(right instanceof Duration)) return times(left, right, fail);
    return right instanceof Duration && !(left instanceof Duration) ? times(right, left, fail) : undefined;
  },
};

function times(duration: Duration, factor: ExpressionValue, fail: Fail): Duration | undefined {
  if (typeof factor !== 'number' && typeof factor !== 'bigint') return undefined;
  return lasting(duration.nanoseconds * Number(factor), fail);
}
