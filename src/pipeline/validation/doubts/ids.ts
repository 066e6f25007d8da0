import type { DataObject } from '../../../core/record.ts';
import type { Doubt } from './doubt.ts';
import { modulesOf } from './placed-modules.ts';
import { textAt } from './read-object.ts';

/** Modules that cannot be told apart by their id. */
export function* repeatedIds(root: DataObject): Generator<Doubt> {
  const seen = new Set<string>();
  for (const { config, path } of modulesOf(root)) {
    const id = textAt(config, 'id');
    if (id === '') continue;
    if (seen.has(id))
      yield { path: [...path, 'id'], message: 'another module of this pipeline has the same id' };
    seen.add(id);
  }
}
