import { errorText } from '../../../core/errors.ts';
import type { DataRecord, Value } from '../../../core/record.ts';
import { deepCopy } from '../../../core/value.ts';
import type { RecordPath } from '../../../language/path/record-path.ts';
import { MappingError, type MappingFailureCode, type MappingPlace } from './mapping-error.ts';
import type { Transform } from './transforms/transform.ts';

/** What a mapping does when its source is absent or null. */
export type OnMissing = 'setNull' | 'skipField' | 'useDefault' | 'fail';

/** A transform ready to run. */
export interface CompiledTransform {
  readonly name: string;
  readonly failureCode: MappingFailureCode;
  readonly apply: Transform;
}

/** One entry of `mappings`, compiled. */
export interface Mapping {
  readonly target: RecordPath;
  /**
   * Applies the mapping to a record, in place.
   *
   * @returns true when the write destroyed a value on its way down
   * @throws {MappingError}
   */
  apply(record: DataRecord, recordIndex: number): boolean;
}

/** A mapping without source: removes its target. */
export function deletion(target: RecordPath): Mapping {
  return {
    target,
    apply: (record) => {
      target.delete(record);
      return false;
    },
  };
}

/** A mapping that copies its source to its target by way of the transforms. */
export class CopyMapping implements Mapping {
  readonly target: RecordPath;
  readonly #source: RecordPath;
  readonly #onMissing: OnMissing;
  readonly #defaultValue: Value;
  readonly #transforms: readonly CompiledTransform[];
  readonly #place: MappingPlace;

  constructor(parts: {
    readonly index: number;
    readonly source: RecordPath;
    readonly target: RecordPath;
    readonly onMissing: OnMissing;
    readonly defaultValue: Value;
    readonly transforms: readonly CompiledTransform[];
  }) {
    this.target = parts.target;
    this.#source = parts.source;
    this.#onMissing = parts.onMissing;
    this.#defaultValue = parts.defaultValue;
    this.#transforms = parts.transforms;
    this.#place = { mappingIndex: parts.index, source: parts.source.text, target: parts.target.text };
  }

  apply(record: DataRecord, recordIndex: number): boolean {
    let value = this.#source.get(record) ?? null;
    if (value === null) {
      if (this.#onMissing === 'skipField') return false;
      if (this.#onMissing === 'fail') this.#failMissing(recordIndex);
      if (this.#onMissing === 'useDefault') value = this.#defaultValue;
    }
    const mapped = this.#transform(value, recordIndex);
    try {
      // Two fields of a record must not share one list or object.
      return this.target.set(record, deepCopy(mapped));
    } catch (cause) {
      const message = `failed to set target field "${this.target.text}" at ${this.#position(recordIndex)}: ${errorText(cause)}`;
      throw new MappingError('NESTED_PATH_FAILED', message, recordIndex, this.#place, {
        value: mapped,
        cause,
      });
    }
  }

  #transform(value: Value, recordIndex: number): Value {
    let current = value;
    for (const transform of this.#transforms) {
      if (current === null) return null;
      try {
        current = transform.apply(current);
      } catch (cause) {
        return this.#failTransform(transform, current, cause, recordIndex);
      }
    }
    return current;
  }

  #failTransform(transform: CompiledTransform, value: Value, cause: unknown, recordIndex: number): never {
    const { source, target } = this.#place;
    const { name, failureCode } = transform;
    const message =
      `transform failed for field "${source}" -> "${target}" at ${this.#position(recordIndex)}: ` +
      `transform "${name}" failed: ${errorText(cause)}`;
    throw new MappingError(failureCode, message, recordIndex, this.#place, { value, transform: name, cause });
  }

  #failMissing(recordIndex: number): never {
    const { source, target } = this.#place;
    const message = `missing required field "${source}" for target "${target}" at ${this.#position(recordIndex)}`;
    throw new MappingError('MISSING_FIELD', message, recordIndex, this.#place, { value: null });
  }

  #position(recordIndex: number): string {
    return `record ${recordIndex}, mapping ${this.#place.mappingIndex}`;
  }
}
