import {
  type Static,
  type TObject,
  type TProperties,
  type TSchema,
  type TSchemaOptions,
  Type,
} from 'typebox';

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
/** Schema keyword for an enum whose letter case does not matter; holds the accepted words in lower case. */
export const WORD_IN_ANY_CASE = 'x-word-in-any-case';
/** Schema keyword (OpenAPI) that names the property by which one of the `oneOf` shapes of an object is chosen. */
export const DISCRIMINATOR = 'discriminator';

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

/** One of several closed objects, chosen by the literal that each has at the same property. */
export function oneOfShapes<const S extends readonly TObject[]>(
  discriminator: string,
  shapes: S,
  options: TSchemaOptions = {},
) {
  return Type.Unsafe<Static<S[number]>>({
    ...options,
    type: 'object',
    [DISCRIMINATOR]: { propertyName: discriminator },
    oneOf: [...shapes],
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

export type { Static, TObject, TProperties, TSchema };
