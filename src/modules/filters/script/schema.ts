import { type Static, Type } from 'typebox';
import { closedObject } from '../../contract/schema.ts';

/** Most that a script may measure, in bytes of UTF-8. */
export const LONGEST_SCRIPT_BYTES = 102_400;

export const DEFAULT_LIMITS = { timeMs: 5000, memoryMb: 128 } as const;

const limits = closedObject(
  {
    timeMs: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 600_000,
        default: DEFAULT_LIMITS.timeMs,
        description:
          'Longest time in milliseconds that one record may take, and the code around the function.',
      }),
    ),
    memoryMb: Type.Optional(
      Type.Integer({
        minimum: 16,
        maximum: 1024,
        default: DEFAULT_LIMITS.memoryMb,
        description: 'Most memory in MiB that the script and the engine under it may occupy during one run.',
      }),
    ),
  },
  { description: 'How far the script may go. A record that goes further fails.' },
);

/** The settings of the script filter. */
export const SCRIPT_FIELDS = {
  script: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'JavaScript that defines a function named transform, at most 102,400 bytes. ${UPPER_CASE} in it is replaced by an environment variable: use scriptFile for template literals with such names.',
    }),
  ),
  scriptFile: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'Path of a file that holds the JavaScript, relative to the working directory. Nothing in the file is replaced.',
    }),
  ),
  limits: Type.Optional(limits),
};

export type Limits = Static<typeof limits>;
