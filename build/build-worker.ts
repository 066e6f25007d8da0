import { parentPort, workerData } from 'node:worker_threads';
import { assembleExecutable } from './assemble.ts';
import { inspectExecutable } from './inspect-executable.ts';
import type { WorkerJob } from './worker-job.ts';

/** Runs the one job a worker is started for and posts its result; an error ends the worker. */
const { kind, job } = workerData as WorkerJob;
parentPort?.postMessage(await (kind === 'assemble' ? assembleExecutable(job) : inspectExecutable(job)));
