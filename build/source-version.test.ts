import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readGitFacts, sourceVersion } from './source-version.ts';

const clean = { commit: '0123456789ab', committedAt: 1_700_000_000, dirty: false };

describe('the version of a tree', () => {
  test.each([
    ['a tag', { ...clean, description: 'v1.2.3' }, '1.2.3'],
    ['commits after a tag', { ...clean, description: 'v1.2.3-4-g0123456789ab' }, '1.2.3-4-g0123456789ab'],
    ['a tag that is a word', { ...clean, description: 'vanilla' }, 'vanilla'],
    ['no tag', clean, '0.1.0'],
    ['changed files', { ...clean, description: 'v1.2.3', dirty: true }, '1.2.3-dirty'],
    ['changed files and no tag', { ...clean, dirty: true }, '0.1.0-dirty'],
  ])('with %s', (_case, git, version) => {
    expect(sourceVersion(git, '0.1.0', undefined)).toEqual({
      version,
      commit: '0123456789ab',
      buildDate: '2023-11-14T22:13:20Z',
    });
  });

  test('without git is dev of an unknown commit and date', () => {
    expect(sourceVersion(undefined, '0.1.0', undefined)).toEqual({
      version: 'dev',
      commit: 'unknown',
      buildDate: 'unknown',
    });
  });

  test('takes its date from SOURCE_DATE_EPOCH when that is set', () => {
    expect(sourceVersion(clean, '0.1.0', '1').buildDate).toBe('1970-01-01T00:00:01Z');
    expect(sourceVersion(undefined, '0.1.0', '0').buildDate).toBe('1970-01-01T00:00:00Z');
  });

  test.each(['', 'now', '-1', '1.5', '1e3'])('refuses SOURCE_DATE_EPOCH="%s"', (value) => {
    expect(() => sourceVersion(clean, '0.1.0', value)).toThrow(/SOURCE_DATE_EPOCH takes whole seconds/);
  });
});

describe('a checkout', () => {
  let folder: string;

  function git(...argv: string[]): string {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...identity, ...argv], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, GIT_COMMITTER_DATE: '1700000000 +0200' },
    }).trim();
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'source-version-'));
    git('init', '--quiet');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function commitFile(): string {
    writeFileSync(join(folder, 'a'), 'a');
    git('add', '.');
    git('commit', '--quiet', '--message', 'a');
    return git('rev-parse', 'HEAD');
  }

  test('that holds its commit is described by twelve digits and the committer date', async () => {
    const hash = commitFile();
    expect(await readGitFacts(folder)).toEqual({
      commit: hash.slice(0, 12),
      committedAt: 1_700_000_000,
      dirty: false,
    });
  });

  test('is described by the last tag', async () => {
    commitFile();
    git('tag', 'v2.0.0');
    expect(await readGitFacts(folder)).toMatchObject({ description: 'v2.0.0' });
    writeFileSync(join(folder, 'b'), 'b');
    git('add', '.');
    git('commit', '--quiet', '--message', 'b');
    const hash = git('rev-parse', 'HEAD');
    expect(await readGitFacts(folder)).toMatchObject({ description: `v2.0.0-1-g${hash.slice(0, 12)}` });
  });

  test('is dirty with a changed file and with one that is in no commit', async () => {
    commitFile();
    writeFileSync(join(folder, 'a'), 'changed');
    expect(await readGitFacts(folder)).toMatchObject({ dirty: true });
    git('checkout', '--quiet', 'a');
    writeFileSync(join(folder, 'new'), 'new');
    expect(await readGitFacts(folder)).toMatchObject({ dirty: true });
  });

  test('without a commit is none', async () => {
    expect(await readGitFacts(folder)).toBeUndefined();
  });

  test('does not lend its version to a folder inside it', async () => {
    commitFile();
    mkdirSync(join(folder, 'unpacked'));
    expect(await readGitFacts(join(folder, 'unpacked'))).toBeUndefined();
  });
});
