import type { DocumentPath } from '../../core/document-path.ts';
import type { DataObject } from '../../core/record.ts';
import type { Constraint } from '../../core/schema.ts';
import { getOwn } from '../../core/value.ts';
import type { Finding } from './finding.ts';

/** Checks one rule between the properties of an object. A property that is null counts as given. */
export function checkConstraint(
  constraint: Constraint,
  object: DataObject,
  path: DocumentPath,
): Finding | undefined {
  if ('requiredWhen' in constraint) {
    const { field, equals, requires } = constraint.requiredWhen;
    if (getOwn(object, field) !== equals || Object.hasOwn(object, requires)) return undefined;
    return {
      path,
      type: 'required',
      message: `missing required property "${requires}" when "${field}" is "${equals}"`,
      expected: requires,
    };
  }
  const exactly = 'exactlyOneOf' in constraint;
  const names = exactly ? constraint.exactlyOneOf : constraint.atLeastOneOf;
  const given = Object.keys(object).filter((name) => names.includes(name));
  const quoted = names.map((name) => `"${name}"`).join(' or ');
  if (given.length === 0) {
    const count = exactly ? 'one' : 'at least one';
    return { path, type: 'required', message: `missing ${count} of ${quoted}`, expected: names.join(' or ') };
  }
  const second = given[1];
  if (!exactly || second === undefined) return undefined;
  return {
    path,
    type: 'validation',
    message: `only one of ${quoted} may be given`,
    pointsAt: { path: [...path, second], part: 'key' },
  };
}
