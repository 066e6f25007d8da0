import type { Filter, Input, Output } from '../modules/contract/module.ts';

/** A module that is compiled and not connected, with the facts reports need about it. */
export interface CompiledModule<M> {
  readonly type: string;
  /** The author's `name`, when given. */
  readonly name: string | undefined;
  /** Position among the filters as written, disabled ones counted; 0 for input and output. */
  readonly index: number;
  readonly module: M;
}

/** A filter the author switched off: neither compiled nor run. */
export interface DisabledFilter {
  readonly index: number;
  readonly type: string;
}

/** A pipeline with everything prepared that can be prepared offline. */
export interface CompiledPipeline {
  /** The author's `id`, else the name: the pipeline's identity in logs. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly showCredentials: boolean;
  readonly input: CompiledModule<Input>;
  /** Enabled filters only, in order. */
  readonly filters: readonly CompiledModule<Filter>[];
  readonly disabledFilters: readonly DisabledFilter[];
  readonly output: CompiledModule<Output>;
}
