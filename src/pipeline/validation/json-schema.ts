import { CONSTRAINTS, type Constraint, DISCRIMINATOR, WORD_IN_ANY_CASE } from '../../core/schema.ts';
import type { ModuleKind } from '../../modules/contract/module.ts';
import type { ModuleRegistry } from '../../modules/contract/registry.ts';
import { NESTED_FILTER } from '../../modules/contract/schema.ts';
import { MODULE_KIND, PIPELINE_SCHEMA } from './pipeline-schema.ts';

type Schema = Readonly<Record<string, unknown>>;

const KINDS: readonly ModuleKind[] = ['input', 'filter', 'output'];
/** Keywords that hold schemas by name, as a list, or one schema. */
const SCHEMA_MAPS = new Set(['properties', 'patternProperties']);
const SCHEMA_LISTS = new Set(['anyOf', 'allOf', 'oneOf']);
const SCHEMAS = new Set(['items', 'additionalProperties']);

/**
 * The JSON Schema (draft 2020-12) of a pipeline file, for editors: the root, one definition per module, and for
 * each place of a module the `oneOf` of those that may stand there. Only standard keywords are used. A file
 * wrapped in `connector:` is not described.
 */
export function assembleJsonSchema(registry: ModuleRegistry): Schema {
  const definitions: Record<string, unknown> = {};
  for (const kind of KINDS) {
    definitions[kind] = { oneOf: registry.types(kind).map((type) => reference(moduleName(type, kind))) };
  }
  for (const { kind, type, schema, examples } of registry.all()) {
    definitions[moduleName(type, kind)] = {
      title: `${type} ${kind}`,
      ...standard(schema),
      examples: examples.map(({ config }) => ({ type, ...config })),
    };
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Cannectors pipeline',
    ...standard(PIPELINE_SCHEMA),
    $defs: definitions,
  };
}

/** {@link assembleJsonSchema} as text, without a newline at the end. */
export function pipelineSchemaText(registry: ModuleRegistry): string {
  return JSON.stringify(assembleJsonSchema(registry), null, 2);
}

function moduleName(type: string, kind: ModuleKind): string {
  return `${type}-${kind}`;
}

function reference(name: string): Schema {
  return { $ref: `#/$defs/${name}` };
}

/** The same schema with the product's own keywords said in standard ones. */
function standard(schema: object): Schema {
  const keywords = schema as Schema;
  const { [NESTED_FILTER]: nested, [MODULE_KIND]: kind, [WORD_IN_ANY_CASE]: words, ...others } = keywords;
  const { [DISCRIMINATOR]: _, ...rest } = others;
  if (nested !== undefined) return { ...described(keywords), ...reference('filter') };
  if (kind !== undefined) return { ...described(keywords), ...reference(String(kind)) };
  if (words !== undefined) {
    const { pattern, ...unconstrained } = rest;
    return { ...unconstrained, anyOf: [{ enum: words }, { pattern }] };
  }
  return Object.fromEntries(
    Object.entries(rest).map(([keyword, value]) => {
      if (keyword === CONSTRAINTS) return ['allOf', (value as readonly Constraint[]).map(constraintSchema)];
      if (SCHEMA_MAPS.has(keyword)) {
        const named = Object.entries(value as Readonly<Record<string, Schema>>);
        return [keyword, Object.fromEntries(named.map(([name, inner]) => [name, standard(inner)]))];
      }
      if (SCHEMA_LISTS.has(keyword)) return [keyword, (value as readonly Schema[]).map(standard)];
      if (SCHEMAS.has(keyword) && typeof value === 'object') return [keyword, standard(value as Schema)];
      return [keyword, value];
    }),
  );
}

function described({ description }: Schema): Schema {
  return description === undefined ? {} : { description };
}

function constraintSchema(constraint: Constraint): Schema {
  if ('requiredWhen' in constraint) {
    const { field, equals, requires } = constraint.requiredWhen;
    // `if` alone would hold for an object without the field.
    return {
      if: { properties: { [field]: { const: equals } }, required: [field] },
      // biome-ignore lint/suspicious/noThenProperty: the name of a JSON Schema keyword
      then: { required: [requires] },
    };
  }
  if ('exactlyOneOf' in constraint) return { oneOf: constraint.exactlyOneOf.map(requires) };
  return { anyOf: constraint.atLeastOneOf.map(requires) };
}

function requires(name: string): Schema {
  return { required: [name] };
}
