import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeBinaryName, TARGETS } from '../targets.ts';
import { type Injected, inject } from './fixtures/injected.ts';
import { prepareExecutable } from './prepare.ts';
import { extractBlob, verifyExecutable } from './verify.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PRODUCT = { version: '1.2.3', commit: 'abc1234', year: 2026 };
const run = promisify(execFile);

const host = TARGETS.find(
  ({ platform, architecture }) =>
    platform === 'linux' && process.platform === 'linux' && architecture === goName(process.arch),
);
const hostNode = host && join(ROOT, 'node_modules', host.nodePackage, 'bin', 'node');

function goName(architecture: string): string {
  return architecture === 'x64' ? 'amd64' : architecture;
}

describe.skipIf(hostNode === undefined || !existsSync(hostNode))('the Node.js binary of this host', () => {
  let folder: string;
  let made: Injected;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'real-binary-'));
    const config = { main: 'main.js', output: 'blob', disableExperimentalSEAWarning: true };
    await writeFile(join(folder, 'main.js'), "console.log('started with', process.argv.slice(2).join(' '));");
    await writeFile(join(folder, 'config.json'), JSON.stringify(config));
    await run(hostNode ?? '', ['--experimental-sea-config', 'config.json'], { cwd: folder });
    made = await inject('linux', await readFile(hostNode ?? ''), await readFile(join(folder, 'blob')));
    await writeFile(join(folder, 'program'), made.finished, { mode: 0o755 });
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('loses more than a tenth of its size by stripping and still runs', async () => {
    const original = await readFile(hostNode ?? '');
    expect(made.prepared.length).toBeLessThan(original.length * 0.9);
    const stripped = join(folder, 'stripped');
    await writeFile(stripped, made.prepared, { mode: 0o755 });
    expect((await run(stripped, ['-p', '6 * 7'])).stdout).toBe('42\n');
  });

  it('runs the injected program', async () => {
    expect((await run(join(folder, 'program'), ['one', 'two'])).stdout).toBe('started with one two\n');
  });

  it('passes the verification and gives the blob back', () => {
    expect(verifyExecutable(made.finished, made)).toEqual([]);
    expect(extractBlob('linux', made.finished).equals(made.blob)).toBe(true);
  });
});

/** Binaries of the other platforms are there once the toolchain has fetched them. */
const cached = TARGETS.map((target) => ({
  ...target,
  path: join(ROOT, '.cache', 'node', process.versions.node, target.name, nodeBinaryName(target)),
})).filter(({ path }) => existsSync(path));

/** A text of what has to go: a section name, Apple's team identifier, the owner of the certificate. */
const GONE = { linux: '.gnu.build.attributes', darwin: 'HX7739G8FX', windows: 'OpenJS Foundation' } as const;

/** Newer versions of Node.js hold names of sections among their own texts, too. */
function occurrences(text: string, file: Buffer): number {
  let count = 0;
  for (let at = file.indexOf(text); at >= 0; at = file.indexOf(text, at + 1)) count++;
  return count;
}

describe.skipIf(cached.length === 0)('cached Node.js binaries', () => {
  it.each(cached)(
    '$name loses its signature and its symbols, the same way each time',
    async ({ path, platform }) => {
      const original = await readFile(path);
      const prepared = prepareExecutable(platform, original, PRODUCT);
      expect(prepared.length).toBeLessThan(original.length);
      expect(prepareExecutable(platform, original, PRODUCT).equals(prepared)).toBe(true);
      expect(occurrences(GONE[platform], prepared)).toBeLessThan(occurrences(GONE[platform], original));
    },
  );
});
