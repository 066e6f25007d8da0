import { parseArgs } from 'node:util';
import {
  executableName,
  hostExecutablePath,
  hostTarget,
  TARGETS,
  type Target,
  targetNamed,
} from './targets.ts';

/** Where the Node.js binaries come from. */
export type NodeSource = 'npm' | 'dist';

/** One file to write: the target and its path, relative to the project root or absolute. */
export interface BuildOutput {
  readonly target: Target;
  readonly path: string;
}

/** What the command line and the environment ask for. */
export interface BuildRequest {
  readonly outputs: readonly BuildOutput[];
  readonly nodeVersion: string;
  readonly nodeSource: NodeSource;
}

export const BUILD_HELP = `Usage: node build/build.ts [options]

Builds the cannectors executable. Without options: bin/cannectors for this machine.

  --target NAME         build for ${TARGETS.map(({ name }) => name).join(', ')}
                        (or set GOOS and GOARCH)
  --all                 build every target into bin/
  --out FILE            file to write (one target only)
  --node-version X.Y.Z  Node.js version to embed; default: the one package.json pins
  --node-source SOURCE  npm (default): the package of that version through the configured npm client
                        dist: the official distribution archive, checked against its SHASUMS256.txt
  --help                show this text

Environment:
  GOOS, GOARCH                      target when --target is absent
  SOURCE_DATE_EPOCH                 build date in seconds, in place of the date of the commit
  NODE_MIRROR, npm_config_node_mirror  base address of the Node.js distribution, for --node-source dist
  CANNECTORS_CODESIGN_COMMAND       command that signs a macOS file after it is built
  CANNECTORS_SIGNTOOL_COMMAND       command that signs a Windows file after it is built
                                    ({file} stands for the path; without it the path is appended)
`;

/**
 * Decides what to build from the arguments after the script name and the environment.
 * @param pinnedNodeVersion version to embed when none is named
 * @param host the target of this machine; called only when nothing else names one
 * @returns `'help'` when the help text was asked for
 * @throws Error with one line of text for an unknown option, target, source or a contradiction
 */
export function parseBuildRequest(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  pinnedNodeVersion: string,
  host: () => Target = hostTarget,
): BuildRequest | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    allowPositionals: false,
    options: {
      target: { type: 'string' },
      all: { type: 'boolean', default: false },
      out: { type: 'string' },
      'node-version': { type: 'string', default: pinnedNodeVersion },
      'node-source': { type: 'string', default: 'npm' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    return 'help';
  }
  const nodeVersion = values['node-version'].replace(/^v/, '');
  if (!/^\d+\.\d+\.\d+$/.test(nodeVersion)) {
    throw new Error(`--node-version takes an exact version such as 22.23.2, not "${values['node-version']}"`);
  }
  const nodeSource = values['node-source'];
  if (nodeSource !== 'npm' && nodeSource !== 'dist') {
    throw new Error(`--node-source takes npm or dist, not "${nodeSource}"`);
  }
  return { outputs: outputsOf(values, environment, host), nodeVersion, nodeSource };
}

function outputsOf(
  values: { all: boolean; target?: string | undefined; out?: string | undefined },
  environment: Readonly<Record<string, string | undefined>>,
  host: () => Target,
): BuildOutput[] {
  if (values.all) {
    if (values.target !== undefined || values.out !== undefined) {
      throw new Error('--all builds every target into bin/: it goes with neither --target nor --out');
    }
    return TARGETS.map((target) => ({ target, path: releasePath(target) }));
  }
  const named = values.target ?? targetNameFromGo(environment, host);
  if (named === undefined) {
    const target = host();
    return [{ target, path: values.out ?? hostExecutablePath(target) }];
  }
  const target = targetNamed(named);
  return [{ target, path: values.out ?? releasePath(target) }];
}

/** Path of the executable under the name it is released with. */
export function releasePath(target: Target): string {
  return `bin/${executableName(`cannectors-${target.name}`, target)}`;
}

/** `GOOS` and `GOARCH` name a target; the one that is unset is the host's. */
function targetNameFromGo(
  environment: Readonly<Record<string, string | undefined>>,
  host: () => Target,
): string | undefined {
  const system = environment['GOOS'] || undefined;
  const architecture = environment['GOARCH'] || undefined;
  if (system === undefined && architecture === undefined) {
    return undefined;
  }
  return `${system ?? host().platform}-${architecture ?? host().architecture}`;
}
