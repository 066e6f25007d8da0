import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from 'quickjs-emscripten-core';
import { type Engine, OutOfMemoryError } from './engine.ts';
import { guestCodec } from './guest-codec.ts';
import { guestConsole } from './guest-console.ts';
import { type GuestRecords, type GuestTools, guestRecords } from './guest-records.ts';
import { INTERRUPTED, type Program, type Refusal, type Transform } from './protocol.ts';
import { placeText, scriptTrace } from './stack-trace.ts';

/** Name of the sandbox's own code in stack traces. */
const OWN_NAME = '<sandbox>';
/** The engine's own limit for its stack. The worker's native stack must be several times larger. */
const STACK_BYTES = 1024 * 1024;
const LONGEST_ERROR_TEXT = 2000;
/** The script has a say in the text of an error. */
const TIME_TO_DESCRIBE_MS = 100;
/** Words without which no promise comes into being. */
const PROMISES = /\b(?:async|await|Promise|import)\b/;
const LOOKUP = 'typeof transform === "undefined" ? undefined : transform';

/** The environment cannot go on: its memory is used up, or the engine has failed. */
export class BrokenEnvironmentError extends Error {
  override readonly name = 'BrokenEnvironmentError';
}

/** What the environment tells the outside. */
export interface Surroundings {
  /** The script printed a line while working on that record of the current list; none at the top level. */
  print(level: number, text: string, at: number | undefined): void;
  /** The script can be interrupted here; it is overdue when it has been, and goes on. */
  show(overdue: boolean): void;
}

/** What is known of something that was thrown. */
interface Failure {
  readonly text: string;
  readonly stack: string;
}

type Outcome =
  | { readonly kind: 'value'; readonly value: QuickJSHandle }
  | { readonly kind: 'timeout'; readonly stack: string }
  | ({ readonly kind: 'error' } & Failure);

/** One script in one set of fresh globals. */
export class Environment {
  readonly #engine: Engine;
  readonly #program: Program;
  readonly #surroundings: Surroundings;
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  readonly #guest: QuickJSHandle;
  readonly #functions = new Map<keyof GuestRecords, QuickJSHandle>();
  readonly #progressAt: number;
  readonly #usesPromises: boolean;
  #lastProgress = 0;
  #since = 0;
  #timedOut = false;

  constructor(engine: Engine, program: Program, surroundings: Surroundings) {
    this.#engine = engine;
    this.#program = program;
    this.#surroundings = surroundings;
    this.#usesPromises = PROMISES.test(program.source);
    this.#runtime = engine.quickjs.newRuntime();
    this.#runtime.setMaxStackSize(STACK_BYTES);
    this.#context = this.#runtime.newContext();
    const progress = this.#context.newArrayBuffer(new ArrayBuffer(4));
    this.#progressAt = engine.lastAllocation;
    this.#guest = this.#install(progress);
    this.#runtime.setInterruptHandler(() => this.#mustStop());
  }

  /** Runs the top level of the script and finds its function; says what is wrong with it, if anything is. */
  evaluate(): Refusal | undefined {
    const { source, name, timeMs } = this.#program;
    const outcome = this.#attempt(() => this.#context.evalCode(source, name, { type: 'global' }));
    const drained = outcome.kind === 'value' ? this.#drain() : outcome;
    if (outcome.kind === 'value') outcome.value.dispose();
    if (drained?.kind === 'timeout') {
      const { place } = scriptTrace(drained.stack, name);
      const reason = `top-level code exceeded the time limit of ${timeMs} ms${placeText(place)}`;
      return { code: 'COMPILATION_FAILED', message: `script evaluation failed: ${reason}`, place };
    }
    if (drained?.kind === 'error') {
      const step = this.#isSyntax() ? 'evaluation' : 'compilation';
      const { place } = scriptTrace(drained.stack, name);
      const message = `script ${step} failed: ${drained.text}${placeText(place)}`;
      return { code: 'COMPILATION_FAILED', message, place };
    }
    return this.#findTransform();
  }

  /**
   * Transforms a list of records.
   *
   * @returns the text of a `Transformed` reply
   * @throws {BrokenEnvironmentError}
   * @throws {OutOfMemoryError}
   */
  transform({ text, marked, count }: Transform): string {
    if (!this.#engine.hasRoom()) throw new OutOfMemoryError();
    const json = this.#context.newString(text);
    const loaded = this.#call('load', json, marked ? this.#context.true : this.#context.false);
    json.dispose();
    if (loaded.kind !== 'value') throw this.#broken(loaded, 'reading records');
    let from = 0;
    while (from < count) {
      const to = this.#usesPromises ? from + 1 : count;
      const failure = this.#usesPromises ? this.#runSettled(from) : this.#run(from, to);
      if (failure === undefined) {
        from = to;
        continue;
      }
      const at = Math.max(from, this.#progress() - 1);
      this.#fail(at, failure);
      if (this.#program.stopAtFailure) break;
      from = at + 1;
    }
    if (!this.#engine.hasRoom()) throw new OutOfMemoryError();
    const taken = this.#call('take');
    if (taken.kind !== 'value') throw this.#broken(taken, 'writing records');
    const result = this.#context.getString(taken.value);
    taken.value.dispose();
    return result;
  }

  /**
   * Frees what the script held.
   *
   * @throws when the engine finds its memory in disorder: it must not be used again
   */
  dispose(): void {
    for (const handle of this.#functions.values()) handle.dispose();
    this.#guest.dispose();
    this.#context.dispose();
    this.#runtime.dispose();
  }

  /** Puts the sandbox's own code in place, before the script can change what it is built on. */
  #install(progress: QuickJSHandle): QuickJSHandle {
    const context = this.#context;
    const write = context.newFunction('write', (level, text) => {
      const at = this.#progress();
      this.#surroundings.print(
        context.getNumber(level),
        context.getString(text),
        at === 0 ? undefined : at - 1,
      );
    });
    const call = (code: (...given: never[]) => unknown, ...given: QuickJSHandle[]): QuickJSHandle => {
      const options = { type: 'global', strict: true } as const;
      const callee = context.unwrapResult(context.evalCode(`(${code})`, OWN_NAME, options));
      const result = context.unwrapResult(context.callFunction(callee, context.undefined, ...given));
      for (const handle of [callee, ...given]) handle.dispose();
      return result;
    };
    const tools = context.newObject();
    const setTool = (name: keyof GuestTools, value: QuickJSHandle): void => {
      context.setProp(tools, name, value);
      value.dispose();
    };
    setTool('print', call(guestConsole, write));
    setTool('codec', call(guestCodec));
    setTool('longestText', context.newNumber(LONGEST_ERROR_TEXT));
    setTool('progress', progress);
    const guest = call(guestRecords, tools);
    return guest;
  }

  /** Asked by the engine every few thousand steps. The time of a record begins when it is first seen at work. */
  #mustStop(): boolean {
    const progress = this.#progress();
    const now = performance.now();
    if (progress !== this.#lastProgress) {
      this.#lastProgress = progress;
      this.#since = now;
      this.#timedOut = false;
    } else if (now - this.#since > this.#program.timeMs) {
      this.#timedOut = true;
    }
    this.#surroundings.show(this.#timedOut);
    return this.#timedOut;
  }

  /** 0 for no record at work, else its position in the list and one. */
  #progress(): number {
    return this.#engine.uint32At(this.#progressAt);
  }

  #findTransform(): Refusal | undefined {
    const outcome = this.#attempt(() => this.#context.evalCode(LOOKUP, OWN_NAME, { type: 'global' }));
    if (outcome.kind !== 'value') {
      const reason = outcome.kind === 'timeout' ? 'time limit exceeded' : outcome.text;
      const message = `script evaluation failed: looking up transform: ${reason}`;
      return { code: 'COMPILATION_FAILED', message, place: undefined };
    }
    const { value } = outcome;
    const type = this.#context.typeof(value);
    if (type === 'function') {
      const stop = this.#program.stopAtFailure ? this.#context.true : this.#context.false;
      this.#call('start', value, stop);
    }
    value.dispose();
    if (type === 'function') return undefined;
    return type === 'undefined'
      ? { code: 'MISSING_TRANSFORM', message: 'transform function not found in script', place: undefined }
      : { code: 'NOT_FUNCTION', message: 'transform is not a function', place: undefined };
  }

  /** Whether the source parses: tells an error of the text from one that its top level throws. */
  #isSyntax(): boolean {
    const { source, name } = this.#program;
    const result = this.#context.evalCode(source, name, { type: 'global', compileOnly: true });
    const parsed = result.error === undefined;
    (result.error ?? result.value).dispose();
    return parsed;
  }

  #run(from: number, to: number): Failure | undefined {
    return this.#failureOf(this.#callWith('run', from, to));
  }

  /** Transforms one record and lets the callbacks of its promises run before its result is read. */
  #runSettled(at: number): Failure | undefined {
    const called = this.#failureOf(this.#callWith('call', at));
    if (called !== undefined) return called;
    const drained = this.#drain();
    if (drained !== undefined) return this.#failureOf(drained);
    return this.#failureOf(this.#callWith('keep', at));
  }

  #fail(at: number, failure: Failure): void {
    const position = this.#context.newNumber(at);
    const text = this.#context.newString(failure.text);
    const stack = this.#context.newString(failure.stack);
    const outcome = this.#call('fail', position, text, stack);
    for (const handle of [position, text, stack]) handle.dispose();
    if (outcome.kind !== 'value') throw this.#broken(outcome, 'noting a failure');
  }

  #callWith(name: keyof GuestRecords, ...numbers: readonly number[]): Outcome {
    const handles = numbers.map((number) => this.#context.newNumber(number));
    const outcome = this.#call(name, ...handles);
    for (const handle of handles) handle.dispose();
    return outcome;
  }

  #call(name: keyof GuestRecords, ...given: readonly QuickJSHandle[]): Outcome {
    const context = this.#context;
    let code = this.#functions.get(name);
    if (code === undefined) {
      code = context.getProp(this.#guest, name);
      this.#functions.set(name, code);
    }
    const called = code;
    return this.#attempt(() => context.callFunction(called, context.undefined, ...given));
  }

  /** Runs the callbacks of settled promises. Nothing when all went well; what they throw concerns nobody. */
  #drain(): Outcome | undefined {
    this.#startTimer();
    while (this.#runtime.hasPendingJob()) {
      const result = this.#runtime.executePendingJobs(1);
      result.dispose();
      if (this.#timedOut || performance.now() - this.#since > this.#program.timeMs) {
        return { kind: 'timeout', stack: '' };
      }
    }
    return undefined;
  }

  #attempt(work: () => ReturnType<QuickJSContext['evalCode']>): Outcome {
    this.#startTimer();
    const result = work();
    if (result.error === undefined) {
      // The engine could not even allocate the place for its answer.
      if (Number(result.value.value) === 0) throw new OutOfMemoryError();
      return { kind: 'value', value: result.value };
    }
    if (this.#timedOut) {
      const { stack } = this.#described(result.error);
      return { kind: 'timeout', stack };
    }
    if (!this.#engine.hasRoom()) throw new OutOfMemoryError();
    return { kind: 'error', ...this.#described(result.error) };
  }

  #startTimer(timeMs = this.#program.timeMs): void {
    this.#timedOut = false;
    this.#surroundings.show(false);
    this.#since = performance.now() - Math.max(0, this.#program.timeMs - timeMs);
    this.#lastProgress = this.#progress();
  }

  /** Text and stack of what was thrown. */
  #described(error: QuickJSHandle): Failure {
    const context = this.#context;
    const code = context.getProp(this.#guest, 'describe');
    this.#startTimer(TIME_TO_DESCRIBE_MS);
    const result = context.callFunction(code, context.undefined, error);
    code.dispose();
    error.dispose();
    if (result.error !== undefined) {
      result.error.dispose();
      return { text: 'an error that has no text', stack: '' };
    }
    const description = context.getString(result.value);
    result.value.dispose();
    return JSON.parse(description) as Failure;
  }

  #failureOf(outcome: Outcome): Failure | undefined {
    switch (outcome.kind) {
      case 'value':
        outcome.value.dispose();
        return undefined;
      case 'timeout':
        return { text: INTERRUPTED, stack: outcome.stack };
      case 'error':
        return outcome;
    }
  }

  #broken(outcome: Outcome, doing: string): BrokenEnvironmentError {
    return new BrokenEnvironmentError(`${doing}: ${this.#failureOf(outcome)?.text}`);
  }
}
