import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { parseChecksums, sha256 } from './integrity.ts';
import { MissingNodeError, type NodeFiles, type NodeProvider } from './node-archive.ts';
import { extractFromTar } from './tar-archive.ts';
import type { Target } from './targets.ts';

const unzip = promisify(gunzip);

const OFFICIAL_BASE = 'https://nodejs.org/dist';

/** Variables that other Node.js tools read for the same purpose, the first one that is set wins. */
const MIRROR_VARIABLES = ['NODE_MIRROR', 'npm_config_node_mirror', 'NODEJS_ORG_MIRROR'];

/** Base address of the Node.js distribution, without a slash at its end. */
export function distributionBase(environment: Readonly<Record<string, string | undefined>>): string {
  const mirror = MIRROR_VARIABLES.map((name) => environment[name]).find((value) => value);
  return (mirror ?? OFFICIAL_BASE).replace(/\/+$/, '');
}

/**
 * The file of a release that holds the binary, by its name in SHASUMS256.txt: the archive for Unix,
 * the bare executable for Windows.
 */
export function distributionFile(version: string, target: Target): string {
  return target.platform === 'windows'
    ? `${target.distributionName}/node.exe`
    : `node-v${version}-${target.distributionName}.tar.gz`;
}

/** Takes Node.js from the official distribution, checked against the SHASUMS256.txt of the release. */
export function distProvider(version: string, target: Target, base: string): NodeProvider {
  const file = distributionFile(version, target);
  const release = `${base}/v${version}`;
  return {
    label: `${release}/${file}`,
    async fetch(_folder, advance) {
      const sums = await download(`${release}/SHASUMS256.txt`, () => {});
      const expected = sums === undefined ? undefined : parseChecksums(sums.toString()).get(file);
      if (expected === undefined) {
        throw new MissingNodeError(version, target, `${release}/SHASUMS256.txt does not list ${file}`);
      }
      const bytes = await download(`${release}/${file}`, (fraction) => advance(fraction * 0.8));
      if (bytes === undefined) {
        throw new MissingNodeError(version, target, `${release}/${file} does not exist`);
      }
      const actual = sha256(bytes);
      if (actual !== expected) {
        throw new Error(
          `${release}/${file} is not what it should be: expected SHA-256 ${expected}, got ${actual}`,
        );
      }
      const files =
        target.platform === 'windows' ? { binary: bytes } : archiveFiles(await unzip(bytes), version, target);
      return { ...files, checkedAgainst: `sha256-${expected}` };
    },
  };
}

function archiveFiles(tar: Buffer, version: string, target: Target): NodeFiles {
  const folder = `node-v${version}-${target.distributionName}`;
  const entries = extractFromTar(tar, new Set([`${folder}/bin/node`, `${folder}/LICENSE`]));
  const binary = entries.get(`${folder}/bin/node`);
  const licence = entries.get(`${folder}/LICENSE`);
  if (binary === undefined) {
    throw new Error(`${distributionFile(version, target)} holds no ${folder}/bin/node`);
  }
  return { binary, ...(licence === undefined ? {} : { licence }) };
}

/** The body at an address, or undefined for 404. */
async function download(url: string, advance: (fraction: number) => void): Promise<Buffer | undefined> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new Error(`cannot download ${url}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  if (response.status === 404) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.ok || response.body === null) {
    throw new Error(`cannot download ${url}: HTTP status ${response.status}`);
  }
  const total = Number(response.headers.get('content-length') ?? 0);
  const chunks: Uint8Array[] = [];
  let received = 0;
  try {
    for await (const chunk of response.body) {
      chunks.push(chunk);
      received += chunk.length;
      advance(total > 0 ? Math.min(1, received / total) : 0);
    }
  } catch (error) {
    throw new Error(`cannot download ${url}: the connection broke after ${received} bytes`, { cause: error });
  }
  return Buffer.concat(chunks);
}
