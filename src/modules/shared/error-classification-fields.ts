import { type Static, Type } from 'typebox';
import { statusCodes } from '../../clients/http/status-codes-field.ts';
import { closedObject } from '../../core/schema.ts';
import { doubt, type SettingProblem } from '../../core/setting-problem.ts';

const errorClassification = closedObject(
  {
    functional: Type.Optional(
      statusCodes({
        minItems: 1,
        description: 'Statuses that are about the record: trying again does not help.',
      }),
    ),
    technical: Type.Optional(
      statusCodes({
        minItems: 1,
        description: 'Statuses that are about the service: trying again later can help.',
      }),
    ),
  },
  {
    description:
      'What error markers say of a status. It changes neither retries nor what becomes of the record.',
    constraints: [{ atLeastOneOf: ['functional', 'technical'] }],
  },
);

/** The setting of filters that tell by status what an error is about. */
export const ERROR_CLASSIFICATION_FIELD = {
  errorClassification: Type.Optional(errorClassification),
} as const;

/** Finds statuses that are in both lists. */
export function errorClassificationDoubts(
  settings: Static<typeof errorClassification> | undefined,
): SettingProblem[] {
  const functional = new Set(settings?.functional);
  return (settings?.technical ?? []).flatMap((status, index) =>
    functional.has(status)
      ? [doubt(['errorClassification', 'technical', index], 'the status is functional as well, which wins')]
      : [],
  );
}
