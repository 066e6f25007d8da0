import { dump } from 'js-yaml';
import { CONSTRAINTS, type Constraint, DISCRIMINATOR } from '../src/core/schema.ts';
import type { ModuleDefinition } from '../src/modules/contract/definition.ts';
import type { ModuleKind } from '../src/modules/contract/module.ts';
import type { ModuleRegistry } from '../src/modules/contract/registry.ts';
import { COMMON_FIELDS } from '../src/modules/contract/schema.ts';

/** The parts of JSON Schema that module schemas are written in. */
interface FieldSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: FieldSchema;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly anyOf?: readonly FieldSchema[];
  /** The shapes of an object, told apart by the property that the discriminator names. */
  readonly oneOf?: readonly FieldSchema[];
  readonly [DISCRIMINATOR]?: { readonly propertyName: string };
  readonly [CONSTRAINTS]?: readonly Constraint[];
}

const HEADINGS: Readonly<Record<ModuleKind, string>> = {
  input: 'Inputs',
  filter: 'Filters',
  output: 'Outputs',
};
const PLACES: Readonly<Record<ModuleKind, string>> = { input: 'input', filter: 'filters', output: 'output' };

/** The reference page of every module, generated from the declarations: Markdown text. */
export function moduleReference(registry: ModuleRegistry): string {
  const lines = [
    '# Modules',
    '',
    'Generated from the module declarations by `npm run docs`. Every example is validated by the tests.',
    '',
    '## Fields of every module',
    '',
    ...fieldTable({ properties: COMMON_FIELDS as unknown as Readonly<Record<string, FieldSchema>> }),
  ];
  for (const kind of ['input', 'filter', 'output'] as const) {
    lines.push('', `## ${HEADINGS[kind]}`);
    for (const type of registry.types(kind)) {
      const definition = registry.get(kind, type);
      if (definition !== undefined) lines.push('', ...moduleSection(definition));
    }
  }
  return `${lines.join('\n')}\n`;
}

function moduleSection(definition: ModuleDefinition): string[] {
  const schema = definition.schema as unknown as FieldSchema;
  const own = Object.entries(schema.properties ?? {}).filter(
    ([name]) => name !== 'type' && !Object.hasOwn(COMMON_FIELDS, name),
  );
  const lines = [`### ${definition.kind} \`${definition.type}\``, '', definition.summary, ''];
  if (own.length === 0) lines.push('No fields of its own.');
  else lines.push(...fieldTable({ properties: Object.fromEntries(own), required: schema.required ?? [] }));
  for (const constraint of schema[CONSTRAINTS] ?? []) lines.push('', constraintText(constraint));
  for (const example of definition.examples) {
    lines.push('', `${example.title}:`, '', '```yaml', ...exampleLines(definition, example.config), '```');
  }
  return lines;
}

function exampleLines(definition: ModuleDefinition, config: Readonly<Record<string, unknown>>): string[] {
  const module = { type: definition.type, ...config };
  const place = PLACES[definition.kind];
  return dump({ [place]: definition.kind === 'filter' ? [module] : module }, { lineWidth: 100 })
    .trimEnd()
    .split('\n');
}

function fieldTable(schema: FieldSchema): string[] {
  return [
    '| Field | Type | Required | Default | Meaning |',
    '| --- | --- | --- | --- | --- |',
    ...fieldRows(schema, ''),
  ];
}

/** @param shape the word that selects the shape of an object that has several */
function fieldRows(schema: FieldSchema, prefix: string, shape?: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const row = fieldRow(path, field, schema.required?.includes(name) === true, shape);
    if (field.properties !== undefined) return [row, ...fieldRows(field, `${path}.`, shape)];
    if (field.items?.properties !== undefined) return [row, ...fieldRows(field.items, `${path}[].`, shape)];
    return [row, ...shapeRows(field, `${path}.`)];
  });
}

function fieldRow(path: string, field: FieldSchema, isRequired: boolean, shape: string | undefined): string {
  const label = shape === undefined ? `\`${path}\`` : `\`${path}\` (${shape})`;
  const fallback = field.default === undefined ? '' : `\`${JSON.stringify(field.default)}\``;
  const rules = [...(field[CONSTRAINTS] ?? []), ...(field.items?.[CONSTRAINTS] ?? [])];
  const meaning = [field.description ?? '', ...rules.map(constraintText)].join(' ');
  return `| ${label} | ${cell(typeText(field))} | ${isRequired ? 'yes' : ''} | ${cell(fallback)} | ${cell(meaning)} |`;
}

/** The property that selects a shape, then the other properties of each. */
function shapeRows({ oneOf, [DISCRIMINATOR]: discriminator }: FieldSchema, prefix: string): string[] {
  if (oneOf === undefined || discriminator === undefined) return [];
  const selector = discriminator.propertyName;
  const selectors = oneOf.flatMap(({ properties }) => properties?.[selector] ?? []);
  const meaning = selectors.map((field) => `${typeText(field)}: ${field.description}`).join(' ');
  const words = { enum: selectors.map((field) => field.const), description: meaning };
  return [
    fieldRow(`${prefix}${selector}`, words, true, undefined),
    ...oneOf.flatMap((shape) => {
      const { [selector]: selected, ...properties } = shape.properties ?? {};
      return fieldRows({ ...shape, properties }, prefix, String(selected?.const));
    }),
  ];
}

function typeText(field: FieldSchema): string {
  if (field.enum !== undefined) return field.enum.map((word) => `\`${String(word)}\``).join(', ');
  if (field.const !== undefined) return `\`${String(field.const)}\``;
  if (field.anyOf !== undefined) return field.anyOf.map(typeText).join(' or ');
  if (field.type === 'array')
    return `list of ${field.items === undefined ? 'values' : typeText(field.items)}`;
  const bounds = [
    field.minimum === undefined ? '' : `≥ ${field.minimum}`,
    field.maximum === undefined ? '' : `≤ ${field.maximum}`,
    field.maxLength === undefined ? '' : `at most ${field.maxLength} characters`,
  ].filter((bound) => bound !== '');
  const type = field.type ?? 'any value';
  return bounds.length === 0 ? type : `${type}, ${bounds.join(', ')}`;
}

function constraintText(constraint: Constraint): string {
  const names = (list: readonly string[]): string => list.map((name) => `\`${name}\``).join(', ');
  if ('exactlyOneOf' in constraint) return `Exactly one of ${names(constraint.exactlyOneOf)} must be given.`;
  if ('atLeastOneOf' in constraint) return `At least one of ${names(constraint.atLeastOneOf)} must be given.`;
  const { field, equals, requires } = constraint.requiredWhen;
  return `\`${requires}\` is required when \`${field}\` is \`${equals}\`.`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
