/** The thread that scripts run in: an engine that knows nothing of its host, driven by messages. */
import { parentPort, workerData } from 'node:worker_threads';
import { consoleLine } from './console-line.ts';
import { Engine, OutOfMemoryError } from './engine.ts';
import { BrokenEnvironmentError, Environment } from './environment.ts';
import {
  type Begin,
  CONSOLE_LEVELS,
  MOST_CONSOLE_LINES,
  type Printed,
  type Program,
  type Reply,
  type Request,
  SHARED,
  type Transform,
  type WorkerData,
} from './protocol.ts';

/** An engine whose memory has grown beyond this is replaced before its next use: its memory never shrinks. */
const LARGEST_REUSED_BYTES = 32 * 1024 * 1024;

const { engine: code, shared } = workerData as WorkerData;
let engine: Engine | undefined;
/** What the engine has run: a script gets an engine that ran no other one. */
let user: Pick<Program, 'source' | 'memoryMb'> | undefined;
let environment: Environment | undefined;
let first = 0;
let lines = 0;

async function begin({ program }: Begin): Promise<Reply> {
  if (user?.source !== program.source || user.memoryMb !== program.memoryMb) engine = undefined;
  user = program;
  // Starting an engine is nothing that the script answers for.
  if (engine === undefined) Atomics.store(shared, SHARED.beat, 0);
  engine ??= await Engine.start(code, program.memoryMb);
  show(false);
  first = 0;
  lines = 0;
  Atomics.store(shared, SHARED.suppressed, 0);
  environment = new Environment(engine, program, { print, show });
  try {
    const refusal = environment.evaluate();
    return refusal === undefined ? { kind: 'began' } : { kind: 'began', refusal };
  } catch (error) {
    return broken(error);
  }
}

function transform(request: Transform): Reply {
  if (environment === undefined) throw new Error('no environment has begun');
  first = request.first;
  try {
    return { kind: 'transformed', text: environment.transform(request) };
  } catch (error) {
    return broken(error);
  }
}

/** Any other error ends the worker. */
function broken(error: unknown): Reply {
  if (error instanceof OutOfMemoryError) {
    return { kind: 'broken', message: `memory limit of ${user?.memoryMb} MB used up` };
  }
  if (error instanceof BrokenEnvironmentError) return { kind: 'broken', message: error.message };
  throw error;
}

function end(): Reply {
  try {
    environment?.dispose();
    if (engine !== undefined && engine.size > LARGEST_REUSED_BYTES) {
      engine = undefined;
    }
  } catch {
    // The engine found its memory in disorder, as it may be after running out of it.
    engine = undefined;
  }
  environment = undefined;
  return { kind: 'ended' };
}

function print(level: number, text: string, at: number | undefined): void {
  lines += 1;
  if (lines > MOST_CONSOLE_LINES) {
    Atomics.store(shared, SHARED.suppressed, lines - MOST_CONSOLE_LINES);
    return;
  }
  const printed: Printed = {
    kind: 'printed',
    level: CONSOLE_LEVELS[level] ?? 'INFO',
    text: consoleLine(text),
    recordIndex: at === undefined ? undefined : first + at,
  };
  parentPort?.postMessage(printed);
}

function show(overdue: boolean): void {
  Atomics.store(shared, SHARED.overdue, overdue ? 1 : 0);
  if (!overdue) Atomics.add(shared, SHARED.beat, 1);
}

function answer(request: Request): Reply | Promise<Reply> {
  switch (request.kind) {
    case 'begin':
      return begin(request);
    case 'transform':
      return transform(request);
    case 'end':
      return end();
  }
}

let earlier: Promise<void> = Promise.resolve();
parentPort?.on('message', (request: Request) => {
  earlier = earlier.then(async () => {
    parentPort?.postMessage(await answer(request));
  });
});
