import type { DataObject } from '../../../core/record.ts';
import type { Doubt } from './doubt.ts';
import { objectAt } from './read-object.ts';

/** What ticks do, without any tick. */
export function* scheduleDoubts(root: DataObject): Generator<Doubt> {
  const input = objectAt(root, 'input');
  if (input === undefined || !Object.hasOwn(input, 'overlap') || Object.hasOwn(input, 'schedule')) return;
  yield { path: ['input', 'overlap'], message: 'overlap has no effect without a schedule' };
}
