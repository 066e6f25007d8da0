import type { RetryInfo } from '../../clients/retry/retry-info.ts';

/** What the last request of the input and that of the output took; without what had nothing to tell. */
export interface RetryInfos {
  readonly input?: RetryInfo;
  readonly output?: RetryInfo;
}

/** Collects what the requests of a run took, those of the input and those of the output apart. */
export class RetryReports {
  #infos: RetryInfos = {};

  /** Replaces what that stage reported before; undefined when there is nothing to tell of its last request. */
  report(stage: keyof RetryInfos, info: RetryInfo | undefined): void {
    const { [stage]: _, ...others } = this.#infos;
    this.#infos = info === undefined ? others : { ...others, [stage]: info };
  }

  /** What was reported; undefined when there is nothing to tell. */
  get infos(): RetryInfos | undefined {
    return Object.keys(this.#infos).length === 0 ? undefined : this.#infos;
  }
}
