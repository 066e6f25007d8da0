import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { releasePath } from '../../build/build-request.ts';
import { targetNamed } from '../../build/targets.ts';

/** Absolute path of the project. */
export const PROJECT_ROOT = join(import.meta.dirname, '..', '..');

/** What a finished process left. */
export interface ProcessResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to start a process; its standard input is empty. */
export interface ProcessOptions {
  readonly cwd?: string;
  /** Added to the environment of the tests. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Path of the executable of a target in `bin/`. */
export function executablePath(targetName: string): string {
  return join(PROJECT_ROOT, releasePath(targetNamed(targetName)));
}

/**
 * Builds all six executables of the tree under test into `bin/`, as `npm run build:all` does, and gives what that
 * printed. What is in the cache is not built again; test files that ask at the same time wait for each other.
 */
export async function buildAllExecutables(): Promise<string> {
  const release = await exclusively('build-all');
  try {
    return await runBuildScript(PROJECT_ROOT, ['build/build.ts', '--all']);
  } finally {
    release();
  }
}

/**
 * Runs a script of the toolchain in a tree, and gives its standard output.
 * @throws Error with everything it printed when it fails
 */
export async function runBuildScript(
  root: string,
  argv: readonly string[],
  env: ProcessOptions['env'] = {},
): Promise<string> {
  const { exitCode, stdout, stderr } = await runProcess(process.execPath, argv, { cwd: root, env });
  if (exitCode !== 0) {
    throw new Error(`${argv.join(' ')} failed with exit code ${exitCode}:\n${stdout}${stderr}`);
  }
  return stdout;
}

/** Runs a program to its end. */
export function runProcess(
  command: string,
  argv: readonly string[],
  { cwd, env = {} }: ProcessOptions = {},
): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, argv, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }));
  });
}

/**
 * Waits until no other process on this machine holds `name` for this tree, and takes it. The operating system gives
 * it back when the process ends. Without abstract sockets (not Linux) nothing is held, and work may be done twice.
 * @returns gives it back
 */
async function exclusively(name: string): Promise<() => void> {
  if (process.platform !== 'linux') {
    return () => {};
  }
  const tree = createHash('sha256').update(PROJECT_ROOT).digest('hex').slice(0, 16);
  const path = `\0cannectors-${tree}-${name}`;
  for (;;) {
    const server = createServer();
    const isTaken = await new Promise<boolean>((resolve, reject) => {
      server.once('listening', () => resolve(false));
      server.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' ? resolve(true) : reject(error),
      );
      server.listen(path);
    });
    if (!isTaken) {
      const waiting = new Set<{ destroy(): void }>();
      server.on('connection', (socket) => waiting.add(socket.on('error', () => {})));
      return () => {
        server.close();
        for (const socket of waiting) socket.destroy();
      };
    }
    await new Promise<void>((resolve) => {
      const socket = connect(path).resume();
      socket.on('error', () => {});
      socket.on('close', () => resolve());
    });
  }
}
