import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { copyFileAtomically } from './atomic-file.ts';
import { describeEnd, runCommand } from './command.ts';
import type { Platform } from './executable/format.ts';

const COMMAND_VARIABLES: Readonly<Partial<Record<Platform, string>>> = {
  darwin: 'CANNECTORS_CODESIGN_COMMAND',
  windows: 'CANNECTORS_SIGNTOOL_COMMAND',
};

/** The signing command for a platform from the environment, if one is set. */
export function signingCommand(
  platform: Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const variable = COMMAND_VARIABLES[platform];
  return variable === undefined ? undefined : environment[variable] || undefined;
}

/**
 * The command line for a file: `{file}` is replaced by the quoted path everywhere, or the path is appended.
 * @param windows quote for cmd.exe instead of a POSIX shell
 */
export function commandLine(command: string, path: string, windows = process.platform === 'win32'): string {
  const quoted = windows ? `"${path}"` : `'${path.replaceAll("'", `'\\''`)}'`;
  return command.includes('{file}') ? command.replaceAll('{file}', () => quoted) : `${command} ${quoted}`;
}

/**
 * Copies an executable to `path` and lets the command sign the copy before it takes its place. The signer sees the
 * final file name, since some decide by its extension.
 * @throws Error with the signer's output when it fails
 */
export async function writeSigned(source: string, path: string, command: string): Promise<void> {
  const folder = join(dirname(resolve(path)), `.signing-${randomBytes(6).toString('hex')}`);
  const copy = join(folder, basename(path));
  try {
    await mkdir(folder, { recursive: true });
    await copyFileAtomically(source, copy, 0o755);
    const signed = await runCommand(commandLine(command, copy), [], { shell: true });
    if (signed.exitCode !== 0) {
      throw new Error(
        `the signing command failed (${describeEnd(signed)}):\n${signed.stdout}${signed.stderr}`.trim(),
      );
    }
    await rename(copy, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
