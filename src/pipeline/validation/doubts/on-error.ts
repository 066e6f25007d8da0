import type { DataObject } from '../../../core/record.ts';
import { getOwn } from '../../../core/value.ts';
import type { Doubt } from './doubt.ts';
import { modulesOf } from './placed-modules.ts';

/** Modules that accept `onError` and have no use for it, and why. */
const DEAF_TO_ON_ERROR: Readonly<
  Record<'input' | 'filter', { types: ReadonlySet<string> | 'all'; reason: string }>
> = {
  input: { types: 'all', reason: 'a failure to read always fails the run' },
  filter: { types: new Set(['remove', 'drop']), reason: 'it cannot fail' },
};

/** `onError` where it has no effect. */
export function* onErrorDoubts(root: DataObject): Generator<Doubt> {
  for (const { kind, config, path } of modulesOf(root)) {
    if (kind === 'output' || !Object.hasOwn(config, 'onError')) continue;
    const { types, reason } = DEAF_TO_ON_ERROR[kind];
    const type = getOwn(config, 'type');
    if (types !== 'all' && !(typeof type === 'string' && types.has(type))) continue;
    yield { path: [...path, 'onError'], message: `onError has no effect on ${String(type)}: ${reason}` };
  }
}
