import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tarArchive } from '../test/helpers/tar-fixture.ts';
import { distProvider, distributionBase, distributionFile } from './dist-source.ts';
import { sha256 } from './integrity.ts';
import { MissingNodeError } from './node-archive.ts';
import { targetNamed } from './targets.ts';

const VERSION = '22.23.2';
const linux = targetNamed('linux-amd64');
const windows = targetNamed('windows-amd64');
const archive = gzipSync(
  tarArchive({
    'node-v22.23.2-linux-x64/bin/node': 'binary',
    'node-v22.23.2-linux-x64/LICENSE': 'licence',
    'node-v22.23.2-linux-x64/README.md': '',
  }),
);

let server: Server;
let base: string;
let files: Map<string, Buffer | 'broken'>;

beforeEach(async () => {
  files = new Map<string, Buffer | 'broken'>([
    ['/dist/v22.23.2/node-v22.23.2-linux-x64.tar.gz', archive],
    ['/dist/v22.23.2/win-x64/node.exe', Buffer.from('exe')],
    [
      '/dist/v22.23.2/SHASUMS256.txt',
      Buffer.from(`${sha256(archive)}  node-v22.23.2-linux-x64.tar.gz\n${sha256('exe')}  win-x64/node.exe\n`),
    ],
  ]);
  server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    if (file === 'broken') {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('part', () => response.destroy());
    } else if (file === undefined) {
      response.writeHead(404).end();
    } else {
      response.end(file);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dist`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const fetchFrom = (target = linux) => distProvider(VERSION, target, base).fetch('', () => {});

describe('the distribution', () => {
  test('gives the binary and the licence of the archive for Unix', async () => {
    const fractions: number[] = [];
    const found = await distProvider(VERSION, linux, base).fetch('', (fraction) => fractions.push(fraction));
    expect(found.binary.toString()).toBe('binary');
    expect(found.licence?.toString()).toBe('licence');
    expect(found.checkedAgainst).toBe(`sha256-${sha256(archive)}`);
    expect(fractions.at(-1)).toBeCloseTo(0.8);
  });

  test('gives the bare executable for Windows', async () => {
    const found = await fetchFrom(windows);
    expect(found.binary.toString()).toBe('exe');
    expect(found.licence).toBeUndefined();
  });

  test('is refused when a file differs from SHASUMS256.txt', async () => {
    files.set('/dist/v22.23.2/win-x64/node.exe', Buffer.from('evil'));
    await expect(fetchFrom(windows)).rejects.toThrow(
      /win-x64\/node\.exe is not what it should be: expected SHA-256/,
    );
  });

  test('says which target a version does not exist for', async () => {
    const missing = distProvider(VERSION, targetNamed('windows-arm64'), base).fetch('', () => {});
    await expect(missing).rejects.toThrow(MissingNodeError);
    await expect(missing).rejects.toThrow(
      /does not exist for windows-arm64: .*SHASUMS256\.txt does not list win-arm64\/node\.exe/,
    );
    await expect(distProvider('1.2.3', linux, base).fetch('', () => {})).rejects.toThrow(MissingNodeError);
  });

  test('says that the connection broke', async () => {
    files.set('/dist/v22.23.2/node-v22.23.2-linux-x64.tar.gz', 'broken');
    await expect(fetchFrom()).rejects.toThrow(
      /cannot download .*linux-x64\.tar\.gz: the connection broke after \d+ bytes/,
    );
  });

  test('says that the server cannot be reached', async () => {
    server.close();
    server.closeAllConnections();
    await expect(fetchFrom()).rejects.toThrow(/cannot download http.*SHASUMS256\.txt: .*ECONNREFUSED/);
  });
});

test.each([
  [{}, 'https://nodejs.org/dist'],
  [{ NODE_MIRROR: 'http://mirror.example/node/' }, 'http://mirror.example/node'],
  [{ npm_config_node_mirror: 'http://npm.example' }, 'http://npm.example'],
  [{ NODEJS_ORG_MIRROR: 'http://org.example' }, 'http://org.example'],
  [
    { NODE_MIRROR: 'http://first.example', npm_config_node_mirror: 'http://second.example' },
    'http://first.example',
  ],
  [{ NODE_MIRROR: '' }, 'https://nodejs.org/dist'],
])('with %j the distribution is at %s', (environment, expected) => {
  expect(distributionBase(environment)).toBe(expected);
});

test.each([
  ['darwin-arm64', 'node-v22.23.2-darwin-arm64.tar.gz'],
  ['darwin-amd64', 'node-v22.23.2-darwin-x64.tar.gz'],
  ['windows-arm64', 'win-arm64/node.exe'],
])('the file for %s is %s', (name, file) => {
  expect(distributionFile(VERSION, targetNamed(name))).toBe(file);
});
