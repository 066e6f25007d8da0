import type { DataObject } from '../../core/record.ts';
import type { Doubt } from './doubts/doubt.ts';
import { identityDoubts } from './doubts/identity.ts';
import { repeatedIds } from './doubts/ids.ts';
import { callInheritance, onErrorInheritance } from './doubts/inheritance.ts';
import { mappingDoubts } from './doubts/mappings.ts';
import { onErrorDoubts } from './doubts/on-error.ts';
import { unknownReferences } from './doubts/references.ts';
import { retryDoubts } from './doubts/retry.ts';
import { scheduleDoubts } from './doubts/schedule.ts';

/**
 * Finds in a valid document what no schema can call wrong: settings without effect, references that are none,
 * identities that clash. In no particular order. What one module alone can tell, its `compile` reports.
 */
export function documentDoubts(root: DataObject): Doubt[] {
  return [
    ...identityDoubts(root),
    ...unknownReferences(root),
    ...onErrorDoubts(root),
    ...onErrorInheritance(root),
    ...callInheritance(root),
    ...retryDoubts(root),
    ...scheduleDoubts(root),
    ...mappingDoubts(root),
    ...repeatedIds(root),
  ];
}
