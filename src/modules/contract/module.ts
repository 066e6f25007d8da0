import type { CannectorsError } from '../../core/errors.ts';
import type { DataRecord } from '../../core/record.ts';
import type { OperationPreview, PreviewOptions } from './operation-preview.ts';
import type { OpenContext, Run } from './run.ts';

/** The three places a module can stand in a pipeline. Types are unique within a kind. */
export type ModuleKind = 'input' | 'filter' | 'output';

/** Fetches records, page by page. */
export interface Input {
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
