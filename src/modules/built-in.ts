import { ModuleRegistry } from './contract/registry.ts';
import { conditionFilter } from './filters/condition/index.ts';
import { dropFilter } from './filters/drop/index.ts';
import { mappingFilter } from './filters/mapping/index.ts';
import { removeFilter } from './filters/remove/index.ts';
import { setFilter } from './filters/set/index.ts';
import { databaseInput } from './inputs/database/index.ts';
import { httpPollingInput } from './inputs/http-polling/index.ts';
import { databaseOutput } from './outputs/database/index.ts';
import { httpRequestOutput } from './outputs/http-request/index.ts';

/** The modules the product ships with; the only file that knows them all. */
export const BUILT_IN_MODULES = [
  httpPollingInput,
  databaseInput,
  mappingFilter,
  conditionFilter,
  setFilter,
  removeFilter,
  dropFilter,
  httpRequestOutput,
  databaseOutput,
] as const;

/** A registry that holds every built-in module. */
export function builtInRegistry(): ModuleRegistry {
  const registry = new ModuleRegistry();
  for (const definition of BUILT_IN_MODULES) registry.register(definition);
  return registry;
}
