import { printable } from '../../observability/printable.ts';
import { redactText } from '../../observability/redaction.ts';
import type { ModuleCreationError } from '../../pipeline/load-pipeline.ts';

const NAMES = { input: 'input module', filter: 'filter modules', output: 'output module' } as const;

/** The line on a module that cannot be built or connected. */
export function creationFailureReport({ stage, message }: ModuleCreationError): string {
  return `✗ Failed to create ${NAMES[stage]}: ${printable(redactText(message))}`;
}
