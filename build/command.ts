import { spawn } from 'node:child_process';

/** What a finished command left. */
export interface CommandResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to start a command. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The command line goes through the system's shell as it is written. */
  readonly shell?: boolean;
  /** Milliseconds after which the command is killed. */
  readonly timeout?: number;
}

/**
 * Runs a command to its end with no standard input and returns its output as text, whatever its exit code.
 * @throws Error when the command cannot be started
 */
export function runCommand(
  command: string,
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, argv, { ...options, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', (error) => reject(new Error(`cannot run ${command}: ${error.message}`)));
    child.once('close', (exitCode, signal) =>
      resolve({
        exitCode,
        signal,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
  });
}

/** How a command ended, for a message: `exit code 3` or `killed by SIGTERM`. */
export function describeEnd(result: CommandResult): string {
  return result.signal === null ? `exit code ${result.exitCode}` : `killed by ${result.signal}`;
}
