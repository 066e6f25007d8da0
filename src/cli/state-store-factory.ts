import type { Ports } from '../core/ports.ts';
import type { StateStore } from '../pipeline/state/state-store.ts';

/** Opens the stores of state files. What they need of the platform is loaded for pipelines that keep a state only. */
export function stateStoreFactory(
  ports: Pick<Ports, 'clock' | 'uuid'>,
): (directory: string) => Promise<StateStore> {
  return async (directory) => {
    const { FileStateStore } = await import('../pipeline/state/file-state-store.ts');
    return new FileStateStore(directory, ports);
  };
}
