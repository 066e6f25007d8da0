import type { DisabledFilter, Filter, Input, Output } from '../modules/contract/module.ts';
import type { Schedule } from './schedule/schedule.ts';
import type { OverlapPolicy } from './schedule/tick-queue.ts';

/** A module that is compiled and not connected, with the facts reports need about it. */
export interface CompiledModule<M> {
  readonly type: string;
  /** The author's `name`, when given. */
  readonly name: string | undefined;
  /** Position among the filters as written, disabled ones counted; 0 for input and output. */
  readonly index: number;
  readonly module: M;
}

/** When a pipeline runs, and what a tick does that comes too early. */
export interface PipelineSchedule {
  readonly schedule: Schedule;
  readonly overlap: OverlapPolicy;
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
  /** When it runs; absent for a pipeline that runs once. */
  readonly schedule?: PipelineSchedule;
  readonly input: CompiledModule<Input>;
  /** Enabled filters only, in order. */
  readonly filters: readonly CompiledModule<Filter>[];
  readonly disabledFilters: readonly DisabledFilter[];
  readonly output: CompiledModule<Output>;
}
