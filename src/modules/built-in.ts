import { ModuleRegistry } from './contract/registry.ts';
import { conditionFilter } from './filters/condition/index.ts';
import { dropFilter } from './filters/drop/index.ts';
import { httpCallFilter } from './filters/http-call/index.ts';
import { loopFilter } from './filters/loop/index.ts';
import { mappingFilter } from './filters/mapping/index.ts';
import { removeFilter } from './filters/remove/index.ts';
import { scriptFilter } from './filters/script/index.ts';
import { setFilter } from './filters/set/index.ts';
import { soapCallFilter } from './filters/soap-call/index.ts';
import { sqlCallFilter } from './filters/sql-call/index.ts';
import { databaseInput } from './inputs/database/index.ts';
import { httpPollingInput } from './inputs/http-polling/index.ts';
import { soapPollingInput } from './inputs/soap-polling/index.ts';
import { webhookInput } from './inputs/webhook/index.ts';
import { databaseOutput } from './outputs/database/index.ts';
import { httpRequestOutput } from './outputs/http-request/index.ts';
import { soapRequestOutput } from './outputs/soap-request/index.ts';

/** The modules the product ships with; the only file that knows them all. */
export const BUILT_IN_MODULES = [
  httpPollingInput,
  soapPollingInput,
  databaseInput,
  webhookInput,
  mappingFilter,
  conditionFilter,
  loopFilter,
  setFilter,
  removeFilter,
  dropFilter,
  scriptFilter,
  httpCallFilter,
  soapCallFilter,
  sqlCallFilter,
  httpRequestOutput,
  soapRequestOutput,
  databaseOutput,
] as const;

/** A registry that holds every built-in module. */
export function builtInRegistry(): ModuleRegistry {
  const registry = new ModuleRegistry();
  for (const definition of BUILT_IN_MODULES) registry.register(definition);
  return registry;
}
