import { realpath } from 'node:fs/promises';
import { runCommand } from './command.ts';

/** What `version` prints: compiled into the executable. */
export interface SourceVersion {
  readonly version: string;
  readonly commit: string;
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`, or `unknown`. */
  readonly buildDate: string;
}

/** What git knows about the checked-out tree. */
export interface GitFacts {
  /** Twelve digits of the commit. The length is fixed: git's own choice grows with the number of objects in a clone. */
  readonly commit: string;
  /** Seconds since the epoch of the commit's committer date. */
  readonly committedAt: number;
  /** `git describe` of the commit, absent when no tag leads to it. */
  readonly description?: string;
  /** Files differ from the commit or are not in it. */
  readonly dirty: boolean;
}

const HASH_DIGITS = 12;

/**
 * The version, commit and build date of a tree.
 * The version is the tag description without its leading `v`, or the version in package.json when there is no tag;
 * a tree that differs from its commit says so. Without git: `dev`, `unknown`, `unknown`.
 * @param sourceDateEpoch the variable of the reproducible-builds.org specification: whole seconds since the epoch
 * @throws Error when `sourceDateEpoch` is not a whole number
 */
export function sourceVersion(
  git: GitFacts | undefined,
  packageVersion: string,
  sourceDateEpoch: string | undefined,
): SourceVersion {
  const epoch = sourceDateEpoch === undefined ? git?.committedAt : wholeSeconds(sourceDateEpoch);
  const buildDate = epoch === undefined ? 'unknown' : utcSecond(epoch);
  if (git === undefined) {
    return { version: 'dev', commit: 'unknown', buildDate };
  }
  const released = (git.description ?? packageVersion).replace(/^v(?=\d)/, '');
  return { version: git.dirty ? `${released}-dirty` : released, commit: git.commit, buildDate };
}

function wholeSeconds(text: string): number {
  if (!/^\d{1,11}$/.test(text)) {
    throw new Error(`SOURCE_DATE_EPOCH takes whole seconds since 1970-01-01, not "${text}"`);
  }
  return Number(text);
}

function utcSecond(epoch: number): string {
  return new Date(epoch * 1000).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/**
 * Asks git about the tree at `root`. Undefined when git is not there, `root` is not the top of a checkout
 * (a source archive unpacked inside somebody else's repository), or nothing has been committed yet.
 */
export async function readGitFacts(root: string): Promise<GitFacts | undefined> {
  const top = await git(root, 'rev-parse', '--show-toplevel');
  if (top === undefined || (await realpath(top)) !== (await realpath(root))) {
    return undefined;
  }
  const commit = await git(root, 'rev-parse', '--verify', '--quiet', 'HEAD');
  const committedAt = await git(root, 'log', '-1', '--format=%ct');
  const status = await git(root, 'status', '--porcelain');
  if (commit === undefined || committedAt === undefined || status === undefined) {
    return undefined;
  }
  const description = await git(root, 'describe', '--tags', `--abbrev=${HASH_DIGITS}`, 'HEAD');
  return {
    commit: commit.slice(0, HASH_DIGITS),
    committedAt: Number(committedAt),
    dirty: status !== '',
    ...(description === undefined ? {} : { description }),
  };
}

async function git(root: string, ...argv: string[]): Promise<string | undefined> {
  try {
    const { exitCode, stdout } = await runCommand('git', argv, { cwd: root });
    return exitCode === 0 ? stdout.trim() : undefined;
  } catch {
    return undefined;
  }
}
