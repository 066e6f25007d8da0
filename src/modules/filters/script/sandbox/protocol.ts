/** What a script is and how far it may go. */
export interface Program {
  readonly source: string;
  /** Name of the script in stack traces. */
  readonly name: string;
  /** Longest time that one record, or the top level, may take. */
  readonly timeMs: number;
  /** Most that the script's values may occupy. */
  readonly memoryMb: number;
  /** Nothing after the first failed record is worth doing. */
  readonly stopAtFailure: boolean;
}

/** Starts a fresh environment for a script: answered by {@link Began}. */
export interface Begin {
  readonly kind: 'begin';
  readonly program: Program;
}

/** Records to transform: answered by {@link Transformed}. */
export interface Transform {
  readonly kind: 'transform';
  /** Position of the first record in the list handed to the filter. */
  readonly first: number;
  readonly count: number;
  /** JSON list of the records, see `record-text.ts`. */
  readonly text: string;
  /** Some string in the text stands for another value. */
  readonly marked: boolean;
}

/** Throws the environment away: answered by {@link Ended}. */
export interface End {
  readonly kind: 'end';
}

export type Request = Begin | Transform | End;

/** Why a script cannot be used. */
export interface Refusal {
  readonly code: 'COMPILATION_FAILED' | 'MISSING_TRANSFORM' | 'NOT_FUNCTION';
  readonly message: string;
  /** Where in the script, counted from 1, when that is known. */
  readonly place: Place | undefined;
}

/** A place in the author's script, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Began {
  readonly kind: 'began';
  readonly refusal?: Refusal;
}

export interface Transformed {
  readonly kind: 'transformed';
  /**
   * What `record-text.ts` reads: the records and the failures. Shorter than asked for when the program stops at a
   * failure.
   */
  readonly text: string;
}

export interface Ended {
  readonly kind: 'ended';
}

/** The environment is beyond repair. */
export interface Broken {
  readonly kind: 'broken';
  readonly message: string;
}

export type Reply = Began | Transformed | Ended | Broken;

/** Something the script printed; sent when it happens. */
export interface Printed {
  readonly kind: 'printed';
  readonly level: ConsoleLevel;
  readonly text: string;
  /** Position in the list handed to the filter; absent at the top level. */
  readonly recordIndex: number | undefined;
}

/** The engine's words for a record that took too long. */
export const INTERRUPTED = 'InternalError: interrupted';

export const CONSOLE_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type ConsoleLevel = (typeof CONSOLE_LEVELS)[number];

/** Slots of the memory that the worker shares with the main thread. */
export const SHARED = {
  /** 0 while there is no engine ready for a script; changes as long as the script can be interrupted. */
  beat: 0,
  /** 1 while a script goes on although it has been interrupted. */
  overdue: 1,
  /** Console lines of this run that were not passed on. */
  suppressed: 2,
} as const;

/** Size of that memory. */
export const SHARED_BYTES = 12;

/** Console lines of one run that are passed on. */
export const MOST_CONSOLE_LINES = 1000;

/** What a worker is started with. */
export interface WorkerData {
  readonly engine: WebAssembly.Module;
  readonly shared: Int32Array;
}
