import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NodeSource } from './build-request.ts';
import { type ContentCache, isMissing } from './content-cache.ts';
import { distProvider, distributionBase } from './dist-source.ts';
import { fetchNode, type VendorNode } from './fetch-node.ts';
import type { NodeProvider } from './node-archive.ts';
import { lockedIntegrity, type PackageLock } from './node-release.ts';
import { type NpmClient, npmClient, npmProvider } from './npm-source.ts';
import type { Progress } from './progress.ts';
import { hostTarget, type Target, targetNamed } from './targets.ts';

/** Where the Node.js of a build comes from. */
export interface NodeSupplySettings {
  readonly root: string;
  readonly version: string;
  readonly source: NodeSource;
  readonly lock: PackageLock;
  readonly environment: NodeJS.ProcessEnv;
  readonly cache: ContentCache;
  readonly progress: Progress;
}

/** Gives the parts of one Node.js version that a build needs, each one fetched at most once. */
export class NodeSupply {
  readonly #settings: NodeSupplySettings;
  readonly #npm: NpmClient;
  readonly #fetched = new Map<string, Promise<VendorNode>>();

  constructor(settings: NodeSupplySettings) {
    this.#settings = settings;
    this.#npm = npmClient(settings.root, settings.environment);
  }

  /** The binary of a target. */
  binary(target: Target): Promise<VendorNode> {
    const known = this.#fetched.get(target.name);
    if (known !== undefined) {
      return known;
    }
    const { cache, version, source, progress } = this.#settings;
    const group = source === 'npm' ? version : `${version}-dist`;
    const fetched = fetchNode(cache, group, version, target, this.#provider(target), progress);
    this.#fetched.set(target.name, fetched);
    return fetched;
  }

  /**
   * A Node.js of exactly this version that runs here: it writes the blob, whose format belongs to a version.
   * The one that runs the build, when it is that version.
   */
  async blobWriter(): Promise<{ path: string; version: string }> {
    const { version } = this.#settings;
    const path =
      process.version === `v${version}` ? process.execPath : (await this.binary(hostTarget())).path;
    return { path, version };
  }

  /**
   * Node's licence text: from the installed package of this machine when it is that version, otherwise from an
   * archive for Unix; those for Windows hold none.
   */
  async licence(): Promise<string> {
    const { root, version } = this.#settings;
    const installed = join(root, 'node_modules', hostTarget().nodePackage);
    if (await isInstalled(installed, version)) {
      const text = await readIfPresent(join(installed, 'LICENSE'));
      if (text !== undefined) {
        return text;
      }
    }
    const unix = hostTarget().platform === 'windows' ? targetNamed('linux-amd64') : hostTarget();
    const { licencePath } = await this.binary(unix);
    if (licencePath === undefined) {
      throw new Error(`the archive of Node.js ${version} for ${unix.name} holds no LICENSE`);
    }
    return readFile(licencePath, 'utf8');
  }

  #provider(target: Target): NodeProvider {
    const { version, source, lock, environment, progress } = this.#settings;
    if (source === 'dist') {
      return distProvider(version, target, distributionBase(environment));
    }
    const locked = lockedIntegrity(lock, target, version);
    return npmProvider({ version, target, ...(locked === undefined ? {} : { locked }) }, this.#npm, (line) =>
      progress.line(line),
    );
  }
}

async function isInstalled(folder: string, version: string): Promise<boolean> {
  const manifest = await readIfPresent(join(folder, 'package.json'));
  return manifest !== undefined && (JSON.parse(manifest) as { version?: string }).version === version;
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}
