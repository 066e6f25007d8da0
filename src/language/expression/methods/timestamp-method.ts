import type { Method } from './method.ts';

/** A method of timestamps; the date of a record may be none, and then there is nothing to be told of it. */
export function timestampMethod(method: Omit<Method<Date>, 'receiver'>): Method<Date> {
  return {
    ...method,
    receiver: 'timestamp',
    call: (date, values, fail, evaluation) =>
      Number.isNaN(date.getTime()) ? fail('invalid timestamp') : method.call(date, values, fail, evaluation),
  };
}
