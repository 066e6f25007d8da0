import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program or file of the operating system that some tests need. */
export interface SystemPackage {
  /** Debian package that holds it. */
  readonly package: string;
  /** Name of a program in PATH, or absolute path of a file. */
  readonly provides: string;
}

export const QEMU_ARM64: readonly SystemPackage[] = [
  { package: 'qemu-user-static', provides: 'qemu-aarch64-static' },
  { package: 'libc6-arm64-cross', provides: '/usr/aarch64-linux-gnu/lib/libc.so.6' },
  { package: 'libstdc++6-arm64-cross', provides: '/usr/aarch64-linux-gnu/lib/libstdc++.so.6' },
  { package: 'libgcc-s1-arm64-cross', provides: '/usr/aarch64-linux-gnu/lib/libgcc_s.so.1' },
];

export const WINE: readonly SystemPackage[] = [
  { package: 'wine64', provides: '/usr/lib/wine/wine64' },
  { package: 'wine', provides: 'wine' },
];

export const LLVM: readonly SystemPackage[] = [{ package: 'llvm', provides: 'llvm-objdump' }];

export const OSSLSIGNCODE: readonly SystemPackage[] = [
  { package: 'osslsigncode', provides: 'osslsigncode' },
  { package: 'openssl', provides: 'openssl' },
];

/**
 * Whether tests that need these packages can run. Without one of them they are skipped with a loud message;
 * with the variable CI set the file fails instead, because a release must not pass on tests that did not run.
 */
export function packagesAreInstalled(packages: readonly SystemPackage[]): boolean {
  return isUsable(
    packages.filter(({ provides }) => !isProvided(provides)).map(({ package: name }) => name),
    'Debian packages are missing',
  );
}

/** Whether tests that need the rights of root can run; same consequences as {@link packagesAreInstalled}. */
export function isRunByRoot(): boolean {
  return isUsable(process.getuid?.() === 0 ? [] : ['root'], 'rights are missing');
}

/** Whether tests that run the Linux executable itself can run here; same consequences. */
export function isLinuxAmd64(): boolean {
  const here = `${process.platform} ${process.arch}`;
  return isUsable(here === 'linux x64' ? [] : ['linux x64'], `this machine is ${here}, but the test needs`);
}

function isUsable(missing: readonly string[], problem: string): boolean {
  if (missing.length === 0) {
    return true;
  }
  const message = `${problem}: ${missing.join(' ')}`;
  if (process.env['CI']) {
    throw new Error(message);
  }
  console.warn(`\n*** TESTS SKIPPED: ${message} ***\n`);
  return false;
}

function isProvided(provides: string): boolean {
  const candidates = provides.startsWith('/')
    ? [provides]
    : (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, provides));
  return candidates.some((path) => {
    try {
      accessSync(path, constants.R_OK);
      return true;
    } catch {
      return false;
    }
  });
}
