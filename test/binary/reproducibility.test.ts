import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TARGETS } from '../../build/targets.ts';
import { buildAllExecutables, PROJECT_ROOT, runBuildScript, runProcess } from '../helpers/executable.ts';

/** The user, the language, the time zone and the colours of somebody else. */
const ELSEWHERE = {
  USER: 'somebody',
  LOGNAME: 'somebody',
  LANG: 'de_DE.UTF-8',
  LC_ALL: 'C',
  TZ: 'Asia/Tokyo',
  FORCE_COLOR: '1',
};

const clones: string[] = [];

afterAll(() => {
  for (const clone of clones) rmSync(clone, { recursive: true, force: true });
});

/**
 * A clone of the last commit in a folder of its own, with the dependencies and the fetched Node.js binaries of this
 * tree, and nothing else from its cache.
 */
async function cloneElsewhere(name: string): Promise<string> {
  const clone = join(mkdtempSync(join(tmpdir(), `${name}-`)), 'tree');
  clones.push(join(clone, '..'));
  const cloned = await runProcess('git', ['clone', '--quiet', PROJECT_ROOT, clone]);
  expect(cloned).toMatchObject({ exitCode: 0 });
  for (const folder of ['node_modules', join('.cache', 'node')]) {
    await copyFolder(join(PROJECT_ROOT, folder), join(clone, folder));
  }
  return clone;
}

/** A real copy, not a link to a folder: esbuild follows links. The files themselves are shared where they can be. */
async function copyFolder(from: string, to: string): Promise<void> {
  cpSync(from, to, { recursive: true, filter: (path) => path === from });
  const linked = await runProcess('cp', ['-al', `${from}/.`, to]);
  if (linked.exitCode !== 0) {
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  }
}

/** The lines of SHA256SUMS for the released names; `bin/cannectors` may be there as well. */
function checksums(tree: string): string[] {
  const lines = readFileSync(join(tree, 'bin', 'SHA256SUMS'), 'utf8')
    .trim()
    .split('\n');
  return lines.filter((line) => line.includes('  cannectors-'));
}

/** This tree when it is its last commit, which saves a build; otherwise a clone of that commit. */
async function treeOfLastCommit(): Promise<string> {
  const { stdout } = await runProcess('git', ['status', '--porcelain'], { cwd: PROJECT_ROOT });
  if (stdout === '') return PROJECT_ROOT;
  const clone = await cloneElsewhere('first');
  await runBuildScript(clone, ['build/build.ts', '--all']);
  return clone;
}

describe('two builds of the same commit in two folders', { timeout: 900_000 }, () => {
  let first: string;
  let second: string;
  let table: string;

  beforeAll(async () => {
    await buildAllExecutables();
    first = await treeOfLastCommit();
    second = await cloneElsewhere('another-place');
    table = await runBuildScript(second, ['build/build.ts', '--all'], ELSEWHERE);
  }, 900_000);

  const rows = (text: string) => text.split('\n').filter((line) => / MB /.test(line));

  test('give the same files for every target', () => {
    expect(checksums(second)).toHaveLength(TARGETS.length);
    expect(checksums(second)).toEqual(checksums(first));
  });

  test('are builds: nothing of the second one came from the first', () => {
    expect(rows(table)).toHaveLength(TARGETS.length);
    for (const row of rows(table)) expect(row).toMatch(/ built$/);
  });

  test('leave the tree clean', async () => {
    const { stdout } = await runProcess('git', ['status', '--porcelain'], { cwd: second });
    expect(stdout).toBe('');
  });

  test('are taken from the cache when nothing changed', async () => {
    const again = await runBuildScript(second, ['build/build.ts', '--all']);
    expect(rows(again)).toHaveLength(TARGETS.length);
    for (const row of rows(again)) expect(row).toMatch(/ cached$/);
  });

  test('leave no unfinished file behind', () => {
    expect(readdirSync(join(second, '.cache', 'work'))).toEqual([]);
    expect(readdirSync(join(second, 'bin')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('are verified byte for byte, and a changed byte is found', async () => {
    const verified = await runBuildScript(second, ['build/verify.ts']);
    expect(verified.match(/^ok .*every byte compared$/gm)).toHaveLength(TARGETS.length);
    const path = join(second, 'bin', 'cannectors-darwin-arm64');
    const changed = readFileSync(path);
    changed.writeUInt8(changed.readUInt8(9_000_000) ^ 1, 9_000_000);
    rmSync(path);
    writeFileSync(path, changed);
    const { exitCode, stdout } = await runProcess(process.execPath, ['build/verify.ts'], { cwd: second });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^WRONG bin\/cannectors-darwin-arm64: .*\n {6}SHA-256 is [0-9a-f]{64}, but SHA256SUMS says/m,
    );
    expect(stdout.match(/^ok /gm)).toHaveLength(TARGETS.length - 1);
  });
});
