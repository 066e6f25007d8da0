import type { DataObject } from '../../../core/record.ts';
import { getOwn } from '../../../core/value.ts';
import type { Doubt } from './doubt.ts';
import { modulesOf } from './placed-modules.ts';
import { objectsIn, textAt } from './read-object.ts';

/** Which operations have a use for a setting of a transform. */
const TRANSFORM_SETTINGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['format', ['dateFormat']],
  ['pattern', ['replace']],
  ['replacement', ['replace']],
  ['separator', ['split', 'join']],
]);

/** Settings of the mapping filter that nothing reads. */
export function* mappingDoubts(root: DataObject): Generator<Doubt> {
  for (const { config, path } of modulesOf(root)) {
    for (const [index, mapping] of objectsIn(getOwn(config, 'mappings'))) {
      const place = [...path, 'mappings', index];
      if (Object.hasOwn(mapping, 'defaultValue') && getOwn(mapping, 'onMissing') !== 'useDefault') {
        const message = 'defaultValue has no effect without onMissing: useDefault';
        yield { path: [...place, 'defaultValue'], message };
      }
      for (const [position, transform] of objectsIn(getOwn(mapping, 'transforms'))) {
        const op = textAt(transform, 'op');
        for (const [setting, operations] of TRANSFORM_SETTINGS) {
          if (!Object.hasOwn(transform, setting) || operations.includes(op)) continue;
          const message = `${setting} has no effect on ${op}`;
          yield { path: [...place, 'transforms', position, setting], message };
        }
      }
    }
  }
}
