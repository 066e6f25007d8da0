import type { GuestCodec } from './guest-codec.ts';

/** What the worker calls inside the sandbox. The script has no way to any of it. */
export interface GuestRecords {
  /** Gives the function that transforms. */
  start(transform: (record: unknown) => unknown, stopAtFailure: boolean): void;
  /** Reads the JSON list of the next records. */
  load(text: string, marked: boolean): void;
  /** Transforms the records from one position up to another and keeps the results. Never throws by itself. */
  run(from: number, to: number): void;
  /** Calls the script for one record without looking at what it returns. */
  call(at: number): void;
  /** Looks at what {@link GuestRecords.call} got. */
  keep(at: number): void;
  /** Notes that a record failed for a reason that stands outside of the script. */
  fail(at: number, text: string, stack: string): void;
  /** Results and failures since the last time, as JSON. */
  take(): string;
  /** What was thrown, as JSON object with text and stack. */
  describe(thrown: unknown): string;
}

/** What the sandbox's own code is given. */
export interface GuestTools {
  readonly codec: GuestCodec;
  /** Formats a value for people. */
  readonly print: (value: unknown) => string;
  /** Four bytes in which the record at work is noted: 0 for none, else its position and one. */
  readonly progress: ArrayBuffer;
  /** Characters of an error's text that are kept. */
  readonly longestText: number;
}

/**
 * Runs inside the sandbox, as source text: it may use nothing from outside its braces. Calls the script for one
 * record after the other and keeps what comes of it. What the language library offers is taken before the script can
 * replace it.
 */
export function guestRecords({ codec, print, progress, longestText }: GuestTools): GuestRecords {
  const { parse, stringify } = JSON;
  const { setPrototypeOf, prototype: objectPrototype } = Object;
  const { apply } = Reflect;
  const { revive, trust, encodeRecord, faultOf } = codec;
  const text = String;
  const slice = String.prototype.slice;
  const tagOf = objectPrototype.toString;
  const NOTHING = {};

  const atWork = new Uint32Array(progress);
  let transform: (record: unknown) => unknown = (record) => record;
  let stopAtFailure = false;
  let stopped = false;
  let records: unknown[] = [];
  let marked = false;
  let results = ownList();
  let failures = ownList();
  let returned: unknown = NOTHING;

  /** A list without a prototype, on which a script could lie in wait for what is written or read. */
  function ownList(): unknown[] {
    return setPrototypeOf([], null);
  }

  function cut(value: string): string {
    return value.length > longestText ? `${apply(slice, value, [0, longestText])}…` : value;
  }

  function noteFailure(at: number, what: string, reason: string, stack: string): void {
    results[at] = null;
    const last = failures.length - 1;
    const again = last >= 0 && (failures[last] as { at: number }).at === at;
    failures[again ? last : last + 1] = { __proto__: null, at, what, text: reason, stack };
    if (stopAtFailure) stopped = true;
  }

  function noteThrown(at: number, thrown: unknown): void {
    const fault = faultOf(thrown);
    if (fault === undefined) {
      const what = textOfThrown(thrown);
      noteFailure(at, 'thrown', what.text, what.stack);
    } else {
      noteFailure(at, 'returned', fault, '');
    }
  }

  function textOfThrown(thrown: unknown): { text: string; stack: string } {
    const result = { __proto__: null, text: 'an error that has no text', stack: '' };
    try {
      const isError = typeof thrown === 'object' && apply(tagOf, thrown, []) === '[object Error]';
      result.text = cut(isError || typeof thrown !== 'object' ? text(thrown) : print(thrown));
      if (isError) result.stack = cut(text((thrown as Error).stack));
    } catch {
      // The script's own code turns its errors into text, and may fail at that.
    }
    return result;
  }

  function begin(at: number): void {
    atWork[0] = at + 1;
    if (marked) revive(records[at]);
    else trust();
  }

  return {
    start(given, stop) {
      transform = given;
      stopAtFailure = stop;
    },
    load(json, hasMarks) {
      records = parse(json) as unknown[];
      marked = hasMarks;
    },
    run(from, to) {
      const call = transform;
      for (let at = from; at < to && !stopped; at += 1) {
        try {
          begin(at);
          results[at] = encodeRecord(call(records[at]));
        } catch (thrown) {
          noteThrown(at, thrown);
        }
      }
      atWork[0] = 0;
    },
    call(at) {
      returned = NOTHING;
      if (stopped) return;
      try {
        begin(at);
        const call = transform;
        returned = call(records[at]);
      } catch (thrown) {
        noteThrown(at, thrown);
      }
    },
    keep(at) {
      if (returned !== NOTHING) {
        try {
          results[at] = encodeRecord(returned);
        } catch (thrown) {
          noteThrown(at, thrown);
        }
      }
      atWork[0] = 0;
    },
    fail(at, reason, stack) {
      atWork[0] = 0;
      noteFailure(at, 'thrown', reason, stack);
    },
    take() {
      const json = stringify({ __proto__: null, records: results, failures });
      records = [];
      results = ownList();
      failures = ownList();
      return json;
    },
    describe: (thrown) => stringify(textOfThrown(thrown)),
  };
}
