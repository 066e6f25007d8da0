import { Worker } from 'node:worker_threads';
import type { AssemblyJob, ExecutableRecord } from './assemble.ts';
import type { Inspection, InspectionJob } from './inspect-executable.ts';

/** Work that takes seconds of processor time. */
export type WorkerJob =
  | { readonly kind: 'assemble'; readonly job: AssemblyJob }
  | { readonly kind: 'inspect'; readonly job: InspectionJob };

/** Executables worked on at a time: each one takes up to 1 GB and most of one processor. */
export const WORKERS = 2;

/** Runs `assembleExecutable` off the main thread. */
export function assembleInWorker(job: AssemblyJob): Promise<ExecutableRecord> {
  return inWorker({ kind: 'assemble', job });
}

/** Runs `inspectExecutable` off the main thread. */
export function inspectInWorker(job: InspectionJob): Promise<Inspection> {
  return inWorker({ kind: 'inspect', job });
}

/** A worker of its own for each job: the injector's memory is given back only when its thread ends. */
function inWorker<Result>(workerData: WorkerJob): Promise<Result> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./build-worker.ts', import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the build worker ended early (exit code ${code})`)));
  });
}

/** Runs `work` on every item, at most `limit` at a time, and keeps the order of the results. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return results;
}
