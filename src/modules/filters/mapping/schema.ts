import { type Static, Type } from 'typebox';
import { anyValue, closedObject, oneOf } from '../../contract/schema.ts';
import { TRANSFORM_OPERATIONS, type TransformName } from './transforms/operations.ts';

const ON_MISSING = ['setNull', 'skipField', 'useDefault', 'fail'] as const;

const transform = closedObject({
  op: oneOf(Object.keys(TRANSFORM_OPERATIONS) as TransformName[], {
    description:
      'What to do with the value. Values an operation has no use for pass unchanged, and so does null; the to… operations fail on what they cannot convert.',
  }),
  format: Type.Optional(
    Type.String({
      default: 'YYYY-MM-DDTHH:mm:ss',
      description:
        'Output format of dateFormat: YYYY YY MM DD HH mm ss SSS, or the reference instant Mon Jan 2 15:04:05 2006 -0700 written as wanted.',
    }),
  ),
  pattern: Type.Optional(
    Type.String({ description: 'Regular expression of replace, in RE2 syntax; required by it.' }),
  ),
  replacement: Type.Optional(
    Type.String({
      default: '',
      description: 'What replace puts in place of each match: text with $1, ${name}, $0; $$ is a dollar.',
    }),
  ),
  separator: Type.Optional(
    Type.String({ default: ',', description: 'Literal text between the parts, for split and join.' }),
  ),
});

const mapping = closedObject(
  {
    source: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Path of the field to read. Without it the target is deleted.',
      }),
    ),
    target: Type.String({
      minLength: 1,
      description: 'Path of the field to write. What is missing on the way is created.',
    }),
    onMissing: Type.Optional(
      oneOf(ON_MISSING, {
        default: 'setNull',
        description:
          'When the source is absent or null: setNull writes null, skipField leaves the target alone, useDefault takes defaultValue, fail is an error.',
      }),
    ),
    defaultValue: Type.Optional(
      anyValue({ description: 'The value of useDefault; transforms apply to it. Ignored otherwise.' }),
    ),
    transforms: Type.Optional(
      Type.Array(transform, { description: 'Operations on the value, from the first to the last.' }),
    ),
  },
  { constraints: [{ requiredWhen: { field: 'onMissing', equals: 'useDefault', requires: 'defaultValue' } }] },
);

/** The settings of the mapping filter. */
export const MAPPING_FIELDS = {
  mappings: Type.Array(mapping, {
    description:
      'Copies from one field to another, in order: a later one sees what the earlier ones wrote. Fields that no mapping names stay as they are.',
  }),
};

export type MappingSettings = Static<typeof mapping>;
