import { CannectorsError, type CannectorsErrorOptions, classify, errorText } from '../../../core/errors.ts';
import type { Filter } from '../../contract/module.ts';

/** The filters of one side of a condition. */
export interface Branch {
  readonly name: 'then' | 'else';
  readonly filters: readonly Filter[];
}

/**
 * The error of a nested filter as the condition passes it on: text, verdict and code unchanged, with the record's
 * position in the condition's own batch and the way down to the filter, `then[0].else[2]`.
 */
export function errorInBranch(
  thrown: unknown,
  branch: Branch,
  position: number,
  recordIndex: number,
): CannectorsError {
  const { category, retryable, code, statusCode, module, details } = classify(thrown);
  const step = `${branch.name}[${position}]`;
  const inner = details['nesting'];
  const options: CannectorsErrorOptions = {
    category,
    retryable,
    recordIndex,
    details: { ...details, nesting: inner === undefined ? step : `${step}.${inner}` },
    cause: thrown,
  };
  if (code !== undefined) options.code = code;
  if (statusCode !== undefined) options.statusCode = statusCode;
  if (module !== undefined) options.module = module;
  return new CannectorsError(errorText(thrown), options);
}
