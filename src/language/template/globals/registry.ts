import { byName } from '../by-name.ts';
import type { GlobalDefinition } from '../definition.ts';
import { cycler } from './cycler.ts';
import { joiner } from './joiner.ts';
import { lipsum } from './lipsum.ts';
import { dict, namespace } from './objects.ts';
import { range } from './range.ts';

/** The functions by name. */
export const GLOBALS: ReadonlyMap<string, GlobalDefinition> = byName([
  range,
  dict,
  namespace,
  cycler,
  joiner,
  lipsum,
]);
