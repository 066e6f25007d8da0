import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { OPTIONAL_HEADER, type PeFile, readPe } from './headers.ts';

/** What the version resource of the Windows executable says about the product. */
export interface ProductInformation {
  /** Three numbers, as in `0.1.0`, optionally followed by a suffix as `git describe` writes it: `0.1.0-3-gabc1234`. */
  version: string;
  commit: string;
  /** Year of the copyright notice; pass the commit's year so that a build can be repeated. */
  year: number;
}

/** US English with Unicode text (code page 1200), the only language of Node's own version resource. */
const LANGUAGE = { lang: 1033, codepage: 1200 } as const;
/** VS_FF_PRERELEASE and all flags that are defined (VS_FFI_FILEFLAGSMASK). */
const FLAG_PRERELEASE = 0x2;
const FLAGS_MASK = 0x3f;

/**
 * A copy of an unsigned Windows executable whose version resource, which Explorer and task lists show, names the
 * product in place of Node.js. The checksum in the header is left 0.
 *
 * @throws Error when `product.version` does not start with three numbers
 * @throws ExecutableFormatError when the resources cannot grow in place or hold no single version resource
 */
export function setVersionInformation(file: Buffer, product: ProductInformation): Buffer {
  const copy = Buffer.from(file);
  const pe: PeFile = readPe(copy);
  expectResourcesCanGrow(pe);
  // resedit spends most of its time on the checksum, which injection makes wrong again, unless it is 0.
  pe.optionalHeader.setU32(OPTIONAL_HEADER.checksum, 0);

  const executable = NtExecutable.from(copy);
  const resources = NtExecutableResource.from(executable);
  const found = Resource.VersionInfo.fromEntries(resources.entries);
  const [information] = found;
  if (information === undefined || found.length > 1) {
    pe.optionalHeader.fail(0, `the file has ${found.length} version resources, expected 1`);
  }
  const node = information.getStringValues(LANGUAGE);
  const { fixed, strings } = productVersionResource(product, {
    version: node['ProductVersion'] ?? '',
    copyright: node['LegalCopyright'] ?? '',
  });
  information.removeAllStringValues(LANGUAGE);
  information.setStringValues(LANGUAGE, strings);
  Object.assign(information.fixedInfo, fixed);
  information.outputToResourceEntries(resources.entries);
  resources.outputResource(executable);
  return Buffer.from(executable.generate());
}

/**
 * The numbers (VS_FIXEDFILEINFO) and the texts of the version resource. `node` is what the base executable said about
 * itself; its licence asks to keep the copyright notice.
 */
export function productVersionResource(
  product: ProductInformation,
  node: { version: string; copyright: string },
): { fixed: Partial<Resource.VersionFixedInfo>; strings: Resource.VersionStringValues } {
  const [major, minor, patch, revision] = versionNumbers(product.version);
  const high = major * 0x10000 + minor;
  const low = patch * 0x10000 + revision;
  const isRelease = /^[\d.]+$/.test(product.version);
  return {
    fixed: {
      fileVersionMS: high,
      fileVersionLS: low,
      productVersionMS: high,
      productVersionLS: low,
      fileFlagsMask: FLAGS_MASK,
      fileFlags: isRelease ? 0 : FLAG_PRERELEASE,
    },
    strings: {
      CompanyName: 'Cannectors',
      ProductName: 'Cannectors',
      FileDescription: 'Cannectors data integration pipelines',
      FileVersion: [major, minor, patch, revision].join('.'),
      ProductVersion: product.version,
      OriginalFilename: 'cannectors.exe',
      InternalName: 'cannectors',
      LegalCopyright:
        `Copyright ${product.year} Cannectors contributors. Apache-2.0. ${node.copyright}`.trim(),
      Comments: `Commit ${product.commit}, Node.js ${node.version}`,
    },
  };
}

/** The four 16-bit numbers of a Windows version; the last one counts the commits since the release. */
function versionNumbers(version: string): [number, number, number, number] {
  const match = /^(\d+)\.(\d+)\.(\d+)(?:-(\d+)-g[0-9a-f]+)?(?:[-+].*)?$/.exec(version);
  const numbers = match?.slice(1).map((part = '0') => Number(part)) ?? [];
  const [major, minor, patch, revision] = numbers;
  if (
    major === undefined ||
    minor === undefined ||
    patch === undefined ||
    revision === undefined ||
    numbers.some((part) => part > 0xffff)
  ) {
    throw new Error(`Version "${version}" does not start with three numbers below 65536, such as 0.1.0`);
  }
  return [major, minor, patch, revision];
}

/** Growing resources move what follows; that is harmless for relocations only, which one data directory points at. */
function expectResourcesCanGrow(pe: PeFile): void {
  const names = pe.sections.map((section) => section.name);
  if (names.slice(-2).join() !== '.rsrc,.reloc') {
    pe.optionalHeader.fail(0, `the sections end with ${names.slice(-2).join(', ')}, expected .rsrc, .reloc`);
  }
}
