import { join } from 'node:path';
import { type Bundle, bundleRuntime } from './bundle.ts';
import { formatLicences, packageFolders, readPackageLicence } from './licences.ts';
import type { SourceVersion } from './source-version.ts';

/** Assets besides the libraries. */
export const SCHEMA_ASSET = 'schema.json';
export const LICENCES_ASSET = 'licenses.txt';

/** What the executable of any platform holds. */
export interface RuntimeContent {
  readonly main: string;
  readonly assets: ReadonlyMap<string, Uint8Array>;
}

/** The parts of the runtime. */
export interface RuntimeParts {
  /** Entry point, relative to the project root. */
  readonly entry: string;
  /** Gives the JSON Schema of pipeline files. */
  readonly schema: () => Promise<object>;
}

/** Bundles the runtime and adds the JSON Schema of pipeline files and the licence texts. */
export async function assembleRuntimeContent(
  root: string,
  parts: RuntimeParts,
  source: SourceVersion,
  node: { readonly version: string; readonly licence: string },
): Promise<RuntimeContent> {
  const bundle = await bundleRuntime({ root, entry: parts.entry, source });
  const schema = `${JSON.stringify(await parts.schema())}\n`;
  const licences = await collectLicences(root, bundle, node);
  return {
    main: bundle.main,
    assets: new Map([
      ...bundle.assets,
      [SCHEMA_ASSET, Buffer.from(schema)],
      [LICENCES_ASSET, Buffer.from(licences)],
    ]),
  };
}

async function collectLicences(
  root: string,
  bundle: Bundle,
  node: { readonly version: string; readonly licence: string },
): Promise<string> {
  const packages = await Promise.all(
    packageFolders(bundle.inputs).map((folder) => readPackageLicence(join(root, folder))),
  );
  return formatLicences({ version: node.version, text: node.licence }, packages);
}
