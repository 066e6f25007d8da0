import { describe, expect, test } from 'vitest';
import {
  executableName,
  hostExecutablePath,
  hostTarget,
  nodeBinaryName,
  TARGETS,
  targetNamed,
} from './targets.ts';

describe('the targets', () => {
  test('are the six that are released', () => {
    expect(TARGETS.map(({ name }) => name)).toEqual([
      'linux-amd64',
      'linux-arm64',
      'darwin-amd64',
      'darwin-arm64',
      'windows-amd64',
      'windows-arm64',
    ]);
  });

  test('have a name made of their platform and architecture', () => {
    for (const { name, platform, architecture } of TARGETS) {
      expect(name).toBe(`${platform}-${architecture}`);
    }
  });
});

test('an unknown target is refused with the list of the known ones', () => {
  expect(() => targetNamed('plan9-amd64')).toThrow(
    'unknown target "plan9-amd64"; known targets: linux-amd64, linux-arm64, darwin-amd64, darwin-arm64, windows-amd64, windows-arm64',
  );
});

test.each([
  ['linux', 'x64', 'linux-amd64'],
  ['linux', 'arm64', 'linux-arm64'],
  ['darwin', 'x64', 'darwin-amd64'],
  ['darwin', 'arm64', 'darwin-arm64'],
  ['win32', 'x64', 'windows-amd64'],
  ['win32', 'arm64', 'windows-arm64'],
])('a machine with %s on %s is %s', (platform, architecture, name) => {
  expect(hostTarget(platform, architecture).name).toBe(name);
});

test('a machine that no executable is built for is told to name a target', () => {
  expect(() => hostTarget('freebsd', 'x64')).toThrow(/freebsd x64.*--target.*linux-amd64/);
});

test('only Windows files carry an extension', () => {
  expect(executableName('cannectors', targetNamed('windows-arm64'))).toBe('cannectors.exe');
  expect(executableName('cannectors', targetNamed('darwin-arm64'))).toBe('cannectors');
  expect(nodeBinaryName(targetNamed('windows-amd64'))).toBe('node.exe');
  expect(hostExecutablePath(targetNamed('windows-amd64'))).toBe('bin/cannectors.exe');
});
