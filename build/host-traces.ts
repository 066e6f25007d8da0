import { homedir, userInfo } from 'node:os';

/** What could tell of the machine a file was built on. */
export interface HostIdentity {
  readonly workingDirectory: string;
  readonly home: string;
  readonly user: string;
}

/** The identity of this machine. */
export function hostIdentity(root: string): HostIdentity {
  return { workingDirectory: root, home: homedir(), user: userInfo().username };
}

/**
 * Texts that must not occur in a built file. The user's name counts as a part of a path only: `root` or `node` alone
 * occur in every Node.js. Texts that `base`, the file before injection, holds itself say nothing and are left out.
 */
export function hostTraces({ workingDirectory, home, user }: HostIdentity, base: Buffer): string[] {
  const texts = new Set([workingDirectory, home, `/${user}/`, `\\${user}\\`]);
  // A folder this short ("/", "C:\") is part of any path.
  return [...texts].filter((text) => text.length > 3 && !base.includes(text));
}
