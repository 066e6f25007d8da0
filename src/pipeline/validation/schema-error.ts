import type { ErrorObject } from 'ajv';
import { closestName } from '../../core/closest-name.ts';
import type { DocumentPath } from '../../core/document-path.ts';
import { isDataObject } from '../../core/record.ts';
import { WORD_IN_ANY_CASE } from '../../core/schema.ts';
import { getOwn, kindOf } from '../../core/value.ts';
import type { Finding } from './finding.ts';
import { unionsResolved } from './schema-union.ts';

/** Schema annotation: every property name of an object whose `properties` were cut down for compilation. */
export const KNOWN_PROPERTIES = 'x-known-properties';

/**
 * Turns the errors of one ajv run (options `allErrors` and `verbose`) into findings: one per wrong value, one per
 * unknown property, one per object with missing properties. Of a union only the branch that fits the value's type
 * is reported. Messages never hold the value.
 *
 * @param root the value that was validated
 * @param path where it stands in the document
 */
export function schemaFindings(errors: readonly ErrorObject[], root: unknown, path: DocumentPath): Finding[] {
  const locate = (error: ErrorObject): DocumentPath => [...path, ...pointerPath(error.instancePath, root)];
  return withoutConsequences(unionsResolved(errors.filter(({ data }) => !isNonFinite(data)))).flatMap(
    (error, index, all) => {
      if (error.keyword !== 'required') return findingOf(error, locate(error));
      const sameObject = all.filter(
        (other) => other.keyword === 'required' && other.instancePath === error.instancePath,
      );
      if (all.indexOf(sameObject[0] ?? error) !== index) return [];
      return missing(
        sameObject.map(({ params }) => String(params['missingProperty'])),
        locate(error),
      );
    },
  );
}

/** The finding for properties an object lacks. */
export function missing(names: readonly string[], path: DocumentPath): Finding {
  const message =
    names.length === 1
      ? `missing required property "${names[0]}"`
      : `missing required properties: ${names.join(', ')}`;
  return { path, type: 'required', message, expected: names.join(', ') };
}

/** The finding for a value of the wrong type. */
export function wrongType(expected: readonly string[], value: unknown, path: DocumentPath): Finding {
  const words = expected.join(' or ');
  return { path, type: 'type', message: `expected ${words}, got ${kindOf(value)}`, expected: words };
}

/** Decodes an RFC 6901 pointer; a segment is a position where the value is a list. */
export function pointerPath(pointer: string, root: unknown): DocumentPath {
  const path: (string | number)[] = [];
  let value = root;
  for (const encoded of pointer.split('/').slice(1)) {
    const segment = encoded.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(value)) {
      path.push(Number(segment));
      value = value[Number(segment)];
    } else {
      path.push(segment);
      value = isDataObject(value) ? value[segment] : undefined;
    }
  }
  return path;
}

/** A value of the wrong type fails its enum too: only the first says what is wrong. */
function withoutConsequences(errors: readonly ErrorObject[]): ErrorObject[] {
  const mistyped = new Set(
    errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath),
  );
  return errors.filter(
    ({ keyword, instancePath }) =>
      !((keyword === 'enum' || keyword === 'const') && mistyped.has(instancePath)),
  );
}

function findingOf(error: ErrorObject, path: DocumentPath): Finding {
  const { keyword, data } = error;
  const params: Readonly<Record<string, unknown>> = error.params;
  switch (keyword) {
    case 'type':
      return typeFinding([params['type']].flat().map(String), data, path);
    case 'additionalProperties':
      return unknownProperty(String(params['additionalProperty']), error, path);
    case 'enum':
      return notInList(params['allowedValues'] as readonly unknown[], data, path);
    case 'const':
      return notInList([params['allowedValue']], data, path);
    case 'pattern': {
      const words: unknown = error.parentSchema?.[WORD_IN_ANY_CASE];
      if (Array.isArray(words)) return notInList(words, data, path);
      return {
        path,
        type: 'pattern',
        message: `value does not match required pattern "${String(params['pattern'])}"`,
      };
    }
    case 'minLength':
    case 'maxLength':
      return {
        path,
        type: 'length',
        message: `string must be ${bound(keyword)} ${String(params['limit'])} characters`,
      };
    case 'minItems':
    case 'maxItems':
      return {
        path,
        type: 'items',
        message: `array must have ${bound(keyword)} ${String(params['limit'])} items`,
      };
    case 'uniqueItems':
      return { path, type: 'items', message: 'array items must be unique' };
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return {
        path,
        type: 'range',
        message: `value must be ${String(params['comparison'])} ${String(params['limit'])}`,
      };
    case 'discriminator':
      return undecidedShape(error, path);
    case 'anyOf':
      return { path, type: 'schema', message: 'value does not match any of the expected schemas' };
    default:
      // ajv's own texts name the limits of the schema, never the value.
      return { path, type: 'validation', message: error.message ?? `value does not satisfy "${keyword}"` };
  }
}

/** Several shapes may stand there, and the property that tells which does not. */
function undecidedShape({ params, parentSchema, data }: ErrorObject, path: DocumentPath): Finding {
  const property = String(params['tag']);
  const value: unknown = isDataObject(data) ? getOwn(data, property) : undefined;
  if (value === undefined) return missing([property], path);
  if (typeof value !== 'string') return wrongType(['string'], value, [...path, property]);
  const shapes = parentSchema?.['oneOf'] as readonly { readonly properties: Record<string, unknown> }[];
  const known = shapes.map(({ properties }) => (properties[property] as { readonly const: unknown }).const);
  return notInList(known, value, [...path, property]);
}

function bound(keyword: string): string {
  return keyword.startsWith('min') ? 'at least' : 'at most';
}

/** Such numbers have a finding of their own, wherever they stand. */
function isNonFinite(data: unknown): boolean {
  return typeof data === 'number' && !Number.isFinite(data);
}

function typeFinding(expected: readonly string[], data: unknown, path: DocumentPath): Finding {
  if (typeof data === 'bigint' && (expected.includes('integer') || expected.includes('number'))) {
    const limit = data > 0 ? `<= ${Number.MAX_SAFE_INTEGER}` : `>= ${Number.MIN_SAFE_INTEGER}`;
    return { path, type: 'range', message: `value must be ${limit}` };
  }
  return wrongType(expected, data, path);
}

function notInList(allowed: readonly unknown[], data: unknown, path: DocumentPath): Finding {
  const listed = allowed.map((value) => JSON.stringify(value)).join(', ');
  const words = allowed.filter((value) => typeof value === 'string');
  const suggestion = typeof data === 'string' ? closestName(data, words) : undefined;
  return {
    path,
    type: 'enum',
    message: `invalid value. Supported values: ${listed}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function unknownProperty(name: string, error: ErrorObject, path: DocumentPath): Finding {
  const known: unknown =
    error.parentSchema?.[KNOWN_PROPERTIES] ?? Object.keys(error.parentSchema?.['properties'] ?? {});
  const free = (known as readonly string[]).filter(
    (property) => !Object.hasOwn(error.data as object, property),
  );
  const suggestion = closestName(name, free);
  return {
    path,
    type: 'additionalProperties',
    message: `unknown properties ${name} are not allowed`,
    ...(suggestion === undefined ? {} : { suggestion }),
    pointsAt: { path: [...path, name], part: 'key' },
  };
}
