/** Work that yields a promise where it has to wait and is given what the promise resolves to. */
export type Steps<Result> = Generator<Promise<unknown>, Result, unknown>;

/**
 * Runs steps to the end: at once when nothing has to be waited for, so that work which happens to be synchronous
 * costs no promise, else asynchronously from the first promise on. A promise that rejects throws where it was
 * yielded.
 */
export function runInStep<Result>(steps: Steps<Result>): Result | Promise<Result> {
  const first = steps.next();
  return first.done === true ? first.value : continueAfter(steps, first.value);
}

async function continueAfter<Result>(steps: Steps<Result>, first: Promise<unknown>): Promise<Result> {
  for (let pending = first; ; ) {
    const next = await pending.then(
      (value) => steps.next(value),
      (error: unknown) => steps.throw(error),
    );
    if (next.done === true) return next.value;
    pending = next.value;
  }
}
