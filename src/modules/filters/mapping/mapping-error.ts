import { CannectorsError } from '../../../core/errors.ts';
import type { Value } from '../../../core/record.ts';
import { kindOf } from '../../../core/value.ts';

/** What can go wrong with one mapping of one record. */
export type MappingFailureCode =
  | 'MISSING_FIELD'
  | 'TYPE_CONVERSION'
  | 'TRANSFORM_FAILED'
  | 'NESTED_PATH_FAILED';

/** Where a mapping stands and what it maps. */
export interface MappingPlace {
  readonly mappingIndex: number;
  /** Empty when the mapping deletes. */
  readonly source: string;
  readonly target: string;
}

/** One mapping failed on one record. The data is at fault, so trying again does not help. */
export class MappingError extends CannectorsError {
  override readonly name = 'MappingError';
  readonly place: MappingPlace;
  /** The operation that failed; empty when it was none. */
  readonly transform: string;
  /** Kind of the value that was being mapped, and the length of a text or list. */
  readonly valueKind: string;
  readonly valueLength: number | undefined;
  readonly #value: Value;

  constructor(
    code: MappingFailureCode,
    message: string,
    recordIndex: number,
    place: MappingPlace,
    failure: { readonly value: Value; readonly transform?: string; readonly cause?: unknown },
  ) {
    const { mappingIndex, source, target } = place;
    const { value, transform = '', cause } = failure;
    super(message, {
      category: 'validation',
      code,
      module: 'mapping',
      recordIndex,
      details: {
        mapping_index: mappingIndex,
        source_field: source,
        target_field: target,
        transform_op: transform,
      },
      cause,
    });
    this.place = place;
    this.transform = transform;
    this.valueKind = kindOf(value);
    this.valueLength = typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
    this.#value = value;
  }

  /** The value itself, which may be personal data: for logs at DEBUG only. */
  revealValue(): Value {
    return this.#value;
  }
}
