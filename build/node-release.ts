import type { Target } from './targets.ts';
import { TARGETS } from './targets.ts';

/** The parts of package.json that pin the Node.js to embed. */
export interface PackageManifest {
  readonly version: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The parts of package-lock.json (lockfileVersion 3) that hold the integrity values. */
export interface PackageLock {
  readonly packages?: Readonly<
    Record<string, { readonly version?: string; readonly integrity?: string } | undefined>
  >;
}

/**
 * The Node.js version package.json pins: the one version all platform packages share.
 * @throws Error when a platform package is absent, not exact, or differs from the others
 */
export function pinnedNodeVersion(manifest: PackageManifest): string {
  const versions = new Map(
    TARGETS.map((target) => [target.nodePackage, manifest.optionalDependencies?.[target.nodePackage]]),
  );
  const [version] = versions.values();
  for (const [name, pinned] of versions) {
    if (pinned === undefined || !/^\d+\.\d+\.\d+$/.test(pinned)) {
      throw new Error(`package.json must pin optionalDependencies["${name}"] to an exact version`);
    }
    if (pinned !== version) {
      throw new Error(
        `package.json pins different Node.js versions: ${[...versions].map(([key, value]) => `${key} ${value}`).join(', ')}`,
      );
    }
  }
  return version as string;
}

/**
 * The `sha512-…` integrity of the target's Node.js package that package-lock.json holds for `version`,
 * or undefined when the lock file pins another version.
 */
export function lockedIntegrity(lock: PackageLock, target: Target, version: string): string | undefined {
  const entry = lock.packages?.[`node_modules/${target.nodePackage}`];
  return entry?.version === version ? entry.integrity : undefined;
}
