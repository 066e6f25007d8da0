import { type TSchemaOptions, Type } from 'typebox';
import { wordInAnyCase } from '../../core/schema.ts';

// The parts of the schema language that module schemas are written in, next to those below.
export { anyValue, type Constraint, closedObject, oneOf } from '../../core/schema.ts';

/** Schema keyword that marks an object as a nested filter, to be validated by its own `type`. */
export const NESTED_FILTER = 'x-nested-filter';

/** The settings of a nested filter as written: validated by its own `type`, compiled by the context. */
export interface NestedFilterConfig {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A list of filters inside a filter. */
export function filterList(options: TSchemaOptions = {}) {
  return Type.Array(Type.Unsafe<NestedFilterConfig>({ type: 'object', [NESTED_FILTER]: true }), options);
}

/** Fields that every module accepts, whatever its kind. */
export const COMMON_FIELDS = {
  id: Type.Optional(
    Type.String({
      pattern: '^[a-z][a-z0-9_-]*$',
      description: 'Name of the module for people; not used by the runtime.',
    }),
  ),
  name: Type.Optional(Type.String({ maxLength: 128, description: 'Title shown to people.' })),
  description: Type.Optional(Type.String({ maxLength: 1024, description: 'What the module is for.' })),
  tags: Type.Optional(Type.Array(Type.String(), { description: 'Labels; not used by the runtime.' })),
  enabled: Type.Optional(
    Type.Boolean({
      default: true,
      description: 'false leaves a filter out; an input or output cannot be disabled.',
    }),
  ),
  onError: Type.Optional(
    wordInAnyCase(['fail', 'skip', 'log'], {
      default: 'fail',
      description:
        'What a failure means: fail stops the run, skip drops the record, log keeps going and says so.',
    }),
  ),
} as const;
