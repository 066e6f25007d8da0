import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The licence texts of one package. */
export interface PackageLicence {
  readonly name: string;
  readonly version: string;
  /** SPDX expression in package.json, or what stands there instead. */
  readonly declared: string;
  /** Text of every licence and notice file, in the order of their names. */
  readonly texts: readonly string[];
}

/**
 * Folders of the packages a bundle was made from.
 * @param inputs paths in the bundle's metafile, relative to the project root
 * @returns sorted; packages nested in another one's `node_modules` have folders of their own
 */
export function packageFolders(inputs: Iterable<string>): string[] {
  const folders = new Set<string>();
  for (const input of inputs) {
    const folder = /^(?:[\w-]+:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(
      input.replaceAll('\\', '/'),
    )?.[1];
    if (folder !== undefined) {
      folders.add(folder);
    }
  }
  return [...folders].sort();
}

/** Reads the licence of the package in a folder. */
export async function readPackageLicence(folder: string): Promise<PackageLicence> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: unknown;
  };
  const names = (await readdir(folder)).filter(isLicenceFile).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return {
    name: manifest.name,
    version: manifest.version,
    declared: typeof manifest.license === 'string' ? manifest.license : 'not declared in package.json',
    texts: texts.map(withUnixLines),
  };
}

/** Whether a file at the top of a package holds a licence or a notice that must travel with copies. */
export function isLicenceFile(name: string): boolean {
  return /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(name) && !/\.(js|ts|json)$/i.test(name);
}

/** The text that travels in the executable: Node's licence, then those of the packages by name and version. */
export function formatLicences(
  node: { readonly version: string; readonly text: string },
  packages: readonly PackageLicence[],
): string {
  const sections = [...packages]
    .sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version))
    .map(({ name, version, declared, texts }) =>
      section(
        `${name} ${version} (${declared})`,
        texts.length > 0 ? texts : ['The package holds no licence text.'],
      ),
    );
  const unique = [...new Set(sections)];
  return [section(`Node.js ${node.version}`, [withUnixLines(node.text)]), ...unique].join('\n');
}

function section(title: string, texts: readonly string[]): string {
  const rule = '='.repeat(78);
  return `${rule}\n${title}\n${rule}\n\n${texts.map((text) => `${text.trim()}\n`).join('\n')}`;
}

function withUnixLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
