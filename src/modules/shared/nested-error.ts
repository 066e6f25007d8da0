import { CannectorsError, type CannectorsErrorOptions, classify } from '../../core/errors.ts';
import type { NestedFailure } from './filter-chain.ts';

/** The detail of an error that tells the way down to a nested filter: `then[0].filters[2]`. */
export const NESTING = 'nesting';

/**
 * The error of a nested filter as the filter around it passes it on: verdict, code and details unchanged, with the
 * record's position in the batch of the filter around it and the way down to the nested one.
 */
export function nestedError(
  { thrown, place }: Pick<NestedFailure, 'thrown' | 'place'>,
  message: string,
  recordIndex: number,
): CannectorsError {
  const { category, retryable, code, statusCode, module, details } = classify(thrown);
  const inner = details[NESTING];
  const options: CannectorsErrorOptions = {
    category,
    retryable,
    recordIndex,
    details: { ...details, [NESTING]: inner === undefined ? place : `${place}.${inner}` },
    cause: thrown,
  };
  if (code !== undefined) options.code = code;
  if (statusCode !== undefined) options.statusCode = statusCode;
  if (module !== undefined) options.module = module;
  return new CannectorsError(message, options);
}
