import type { SourceNode } from './source-tree.ts';

type Yaml = typeof import('js-yaml');
type ScalarValue = Extract<SourceNode, { kind: 'scalar' }>['value'];

/** The tags of the YAML 1.2 core schema that a scalar may carry, without `tag:yaml.org,2002:`. */
export const SCALAR_TAGS = ['str', 'int', 'float', 'bool', 'null'] as const;
export type ScalarTag = (typeof SCALAR_TAGS)[number];

const DECIMAL = /^[-+]?\d+$/;
const LEGACY_OCTAL = /^[-+]?0[0-7]+$/;
const STARTS_LIKE_NUMBER = /^[-+]?\.?\d/;

/**
 * The value of an unquoted scalar without a tag, by the YAML 1.2 core schema (section 10.3.2) with these
 * additions: `0b` integers, octal `0755` and underscores in numbers as YAML 1.1 has them, and exact `bigint` for
 * integers beyond 2^53. Dates stay strings.
 */
export function plainScalarValue(text: string, yaml: Yaml): ScalarValue {
  for (const tag of ['null', 'bool', 'int', 'float'] as const) {
    const value = taggedScalarValue(text, tag, yaml);
    if (value !== undefined) return value;
  }
  return text;
}

/** The value of a scalar that carries a core tag; `undefined` when the text does not fit the tag. */
export function taggedScalarValue(text: string, tag: ScalarTag, yaml: Yaml): ScalarValue | undefined {
  switch (tag) {
    case 'str':
      return text;
    case 'null':
      return resolved(yaml.nullCoreTag, text, yaml);
    case 'bool':
      return resolved(yaml.boolCoreTag, text, yaml);
    case 'int':
      return integerValue(withoutUnderscores(text), yaml);
    case 'float':
      return resolved(yaml.floatCoreTag, withoutUnderscores(text), yaml);
  }
}

function integerValue(text: string, yaml: Yaml): number | bigint | undefined {
  const digits = LEGACY_OCTAL.test(text) ? text.replace('0', '0o') : text;
  const value = resolved(yaml.intCoreTag, digits, yaml);
  // The library gives up on integers beyond the range of a double.
  if (value === undefined && !DECIMAL.test(digits)) return undefined;
  return value !== undefined && Number.isSafeInteger(value) ? value : exactInteger(digits);
}

function exactInteger(text: string): bigint {
  const magnitude = BigInt(text.replace(/^[-+]/, ''));
  return text.startsWith('-') ? -magnitude : magnitude;
}

function withoutUnderscores(text: string): string {
  return STARTS_LIKE_NUMBER.test(text) ? text.replaceAll('_', '') : text;
}

function resolved<T>(tag: import('js-yaml').ScalarTagDefinition<T>, text: string, yaml: Yaml): T | undefined {
  const value = tag.resolve(text, true, tag.tagName);
  return value === yaml.NOT_RESOLVED ? undefined : (value as T);
}
