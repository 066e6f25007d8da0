import { RETRY_DEFAULTS } from '../../../clients/retry/retry-fields.ts';
import type { DataObject } from '../../../core/record.ts';
import type { Doubt } from './doubt.ts';
import { modulesOf } from './placed-modules.ts';
import { objectAt } from './read-object.ts';

const WITHOUT_MAX_ATTEMPTS = `retry without maxAttempts repeats a request up to ${RETRY_DEFAULTS.maxAttempts} times; say how often, 0 for never`;

/** Blocks that do not say how often: who only writes a delay may not expect the default. */
export function* retryDoubts(root: DataObject): Generator<Doubt> {
  const defaults = objectAt(objectAt(root, 'defaults'), 'retry');
  for (const { config, path, nested } of modulesOf(root)) {
    const retry = objectAt(config, 'retry');
    if (retry === undefined || Object.hasOwn(retry, 'maxAttempts')) continue;
    if (!nested && defaults !== undefined && Object.keys(defaults).length > 0) continue;
    yield { path: [...path, 'retry'], message: WITHOUT_MAX_ATTEMPTS };
  }
  if (defaults === undefined || Object.hasOwn(defaults, 'maxAttempts')) return;
  if (Object.keys(defaults).length > 0) yield { path: ['defaults', 'retry'], message: WITHOUT_MAX_ATTEMPTS };
}
