import type { CannectorsError } from '../../core/errors.ts';
import type { DataRecord } from '../../core/record.ts';
import type { OperationPreview, PreviewOptions } from './operation-preview.ts';
import type { OpenContext, Run } from './run.ts';
import type { StatePersistence } from './state.ts';

/** The three places a module can stand in a pipeline. Types are unique within a kind. */
export type ModuleKind = 'input' | 'filter' | 'output';

/** Fetches records, page by page. */
export interface Input {
  /** What is to be kept from one run to the next; absent when nothing is. */
  readonly persistence?: StatePersistence | undefined;
  /** Connects; called once, before the first run. */
  open?(context: OpenContext): Promise<void>;
  read(run: Run): AsyncIterable<DataRecord[]>;
  /** Releases what `open` and `read` hold. May be called twice and after a failure. */
  close?(): Promise<void>;
}

/** Turns a list of records into another one. Keeps no state between calls but caches and pools. */
export interface Filter {
  open?(context: OpenContext): Promise<void>;
  /** Order is kept. The given records may be edited in place. */
  process(records: DataRecord[], run: Run): DataRecord[] | Promise<DataRecord[]>;
  close?(): Promise<void>;
}

/** A filter that the author switched off: neither compiled nor run. */
export interface DisabledFilter {
  /** Position in its list as written. */
  readonly index: number;
  readonly type: string;
}

/** A list of filters inside a filter, compiled. */
export interface NestedFilters {
  /** The enabled ones, in order, each with its position in the list as written. */
  readonly enabled: readonly { readonly index: number; readonly filter: Filter }[];
  readonly disabled: readonly DisabledFilter[];
}

/** What became of the records given to an output. `sent` counts what arrived, never what was tried. */
export interface WriteReport {
  readonly sent: number;
  /** Why the output stopped; absent when it finished, tolerated failures included. */
  readonly error?: CannectorsError;
}

/** Delivers records. */
export interface Output {
  /** Connects; called before the input is read, never in a dry-run. Calling it again is a no-op. */
  open?(context: OpenContext): Promise<void>;
  /** Called with no records it reports 0 and touches nothing. */
  write(records: DataRecord[], run: Run): Promise<WriteReport>;
  /** Describes what `write` would do; no network, no side effect. Throws when it cannot be described. */
  preview(records: DataRecord[], options: PreviewOptions): OperationPreview[];
  close?(): Promise<void>;
}
