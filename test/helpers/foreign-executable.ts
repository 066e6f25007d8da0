import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  executablePath,
  PROJECT_ROOT,
  type ProcessOptions,
  type ProcessResult,
  runProcess,
} from './executable.ts';

/** Folder with the C library and its relatives for AArch64 (Debian's cross packages). */
const ARM64_ROOT = '/usr/aarch64-linux-gnu';

/** Runs the linux-arm64 executable with the arguments in qemu's user mode. */
export function runUnderQemu(args: readonly string[], options: ProcessOptions = {}): Promise<ProcessResult> {
  const command = ['-L', ARM64_ROOT, executablePath('linux-arm64'), ...args];
  return runProcess('qemu-aarch64-static', command, options);
}

/**
 * Runs the windows-amd64 executable with the arguments under wine, in a Windows folder tree of the project's own.
 * Standard output and error are files and standard input is the null device: wine loses text on pipes.
 * Paths in `args` may be Unix paths below drive `Z:` or relative ones. Line ends are those of Windows.
 */
export async function runUnderWine(
  args: readonly string[],
  { cwd = PROJECT_ROOT, env = {} }: ProcessOptions = {},
): Promise<ProcessResult> {
  const prefix = join(PROJECT_ROOT, '.cache', 'wine');
  mkdirSync(prefix, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'wine-output-'));
  const [out, err] = [join(folder, 'stdout'), join(folder, 'stderr')];
  const files = [openSync(out, 'w'), openSync(err, 'w')];
  try {
    const child = spawn('wine', [executablePath('windows-amd64'), ...args], {
      cwd,
      stdio: ['ignore', ...files],
      env: {
        ...process.env,
        WINEDEBUG: '-all',
        WINEARCH: 'win64',
        WINEPREFIX: prefix,
        // Debian's wine presents itself as Windows 7, which Node.js refuses.
        NODE_SKIP_PLATFORM_CHECK: '1',
        ...env,
      },
    });
    const [exitCode, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    // Wine reports there on the folder tree that it makes at its first start.
    const stderr = readFileSync(err, 'utf8').replace(/^wine: .*\r?\n/gm, '');
    return { exitCode, signal, stdout: readFileSync(out, 'utf8'), stderr };
  } finally {
    files.forEach(closeSync);
    rmSync(folder, { recursive: true, force: true });
  }
}
