import { type Static, type TProperties, type TSchema, type TSchemaOptions, Type } from 'typebox';

/**
 * Rules between properties of one object that types cannot say. They stand in the schema under
 * {@link CONSTRAINTS}; validation checks them with exact messages, editors get their JSON Schema form.
 */
export type Constraint =
  | { readonly exactlyOneOf: readonly string[] }
  | { readonly atLeastOneOf: readonly string[] }
  | { readonly requiredWhen: { readonly field: string; readonly equals: string; readonly requires: string } };

/** Schema keyword that holds the {@link Constraint} list of an object. */
export const CONSTRAINTS = 'x-constraints';
/** Schema keyword that marks an object as a nested filter, to be validated by its own `type`. */
export const NESTED_FILTER = 'x-nested-filter';
/** Schema keyword for an enum whose letter case does not matter; holds the accepted words in lower case. */
export const WORD_IN_ANY_CASE = 'x-word-in-any-case';

/** An object that accepts the named properties and no other. */
export function closedObject<P extends TProperties>(
  properties: P,
  options: TSchemaOptions & { readonly constraints?: readonly Constraint[] } = {},
) {
  const { constraints, ...rest } = options;
  return Type.Object(properties, {
    ...rest,
    additionalProperties: false,
    ...(constraints === undefined ? {} : { [CONSTRAINTS]: constraints }),
  });
}

/** One of the words, compared exactly. */
export function oneOf<const W extends readonly string[]>(words: W, options: TSchemaOptions = {}) {
  return Type.Unsafe<W[number]>({ ...options, type: 'string', enum: [...words] });
}

/** One of the words in any letter case. The value keeps the author's spelling. */
export function wordInAnyCase(words: readonly string[], options: TSchemaOptions = {}) {
  const pattern = words.map((word) => [...word].map((c) => `[${c.toUpperCase()}${c}]`).join('')).join('|');
  return Type.Unsafe<string>({
    ...options,
    type: 'string',
    pattern: `^(?:${pattern})$`,
    [WORD_IN_ANY_CASE]: [...words],
  });
}

/** Any JSON value, null included. */
export function anyValue(options: TSchemaOptions = {}) {
  return Type.Unsafe<unknown>({ ...options });
}

/** A map of free names to strings, such as HTTP headers. */
export function stringMap(options: TSchemaOptions = {}) {
  return Type.Unsafe<Record<string, string>>({
    ...options,
    type: 'object',
    additionalProperties: { type: 'string' },
  });
}

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

export type { Static, TProperties, TSchema };
