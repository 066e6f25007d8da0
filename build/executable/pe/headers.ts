import { FileStructure } from '../file-structure.ts';

const DOS_HEADER_SIZE = 64;
const COFF_HEADER_SIZE = 20;
/** IMAGE_OPTIONAL_HEADER64 with its 16 data directories. */
const OPTIONAL_HEADER_SIZE = 240;
const SECTION_HEADER_SIZE = 40;
const DIRECTORY_COUNT = 16;
const DIRECTORIES_AT = 112;

/** Field offsets of IMAGE_OPTIONAL_HEADER64. */
export const OPTIONAL_HEADER = { checksum: 64 } as const;
/** Data directories by number. The certificate table is the only one addressed by file offset. */
export const DIRECTORY = { resource: 2, certificate: 4 } as const;

const MACHINES: ReadonlySet<number> = new Set([0x8664 /* AMD64 */, 0xaa64 /* ARM64 */]);

export interface PeSection {
  name: string;
  virtualAddress: number;
  fileOffset: number;
  fileSize: number;
  fields: FileStructure;
}

export interface PeFile {
  optionalHeader: FileStructure;
  sections: PeSection[];
  /** File offset behind the last byte of any section. */
  sectionsEnd: number;
}

/**
 * Reads the headers of a 64-bit Windows executable for x64 or ARM64 (Microsoft, "PE Format"). Throws an
 * ExecutableFormatError for any other file and unless the sections follow each other without gap in the file.
 */
export function readPe(file: Buffer): PeFile {
  const dos = new FileStructure(file, 'DOS header', 0, DOS_HEADER_SIZE);
  dos.expectU16(0, 0x5a4d, 'magic');
  const coffAt = dos.u32(60) + 4;
  const coff = new FileStructure(file, 'COFF header', coffAt, COFF_HEADER_SIZE);
  new FileStructure(file, 'PE signature', coffAt - 4, 4).expectU32(0, 0x4550, 'signature');
  if (!MACHINES.has(coff.u16(0)))
    coff.fail(0, `machine 0x${coff.u16(0).toString(16)} is neither x64 nor ARM64`);
  coff.expectU16(16, OPTIONAL_HEADER_SIZE, 'size of the optional header');

  const optionalAt = coffAt + COFF_HEADER_SIZE;
  const optionalHeader = new FileStructure(file, 'PE optional header', optionalAt, OPTIONAL_HEADER_SIZE);
  optionalHeader.expectU16(0, 0x20b, 'magic (PE32+)');
  optionalHeader.expectU32(108, DIRECTORY_COUNT, 'number of data directories');

  const sections = Array.from({ length: coff.u16(2) }, (_, index): PeSection => {
    const at = optionalAt + OPTIONAL_HEADER_SIZE + index * SECTION_HEADER_SIZE;
    const fields = new FileStructure(file, `PE section header ${index}`, at, SECTION_HEADER_SIZE);
    const place = { virtualAddress: fields.u32(12), fileSize: fields.u32(16), fileOffset: fields.u32(20) };
    return { name: fields.text(0, 8), ...place, fields };
  });
  return { optionalHeader, sections, sectionsEnd: contiguousEnd(sections, optionalHeader) };
}

function contiguousEnd(sections: PeSection[], optionalHeader: FileStructure): number {
  let end = optionalHeader.u32(60);
  for (const section of sections) {
    if (section.fileOffset !== end)
      section.fields.fail(20, `section ${section.name} does not start at ${end}`);
    end += section.fileSize;
  }
  return end;
}

/** Address and size of a data directory; both are 0 when the file has none. */
export function dataDirectory(pe: PeFile, directory: number): { address: number; size: number } {
  const at = DIRECTORIES_AT + directory * 8;
  return { address: pe.optionalHeader.u32(at), size: pe.optionalHeader.u32(at + 4) };
}

export function clearDataDirectory(pe: PeFile, directory: number): void {
  pe.optionalHeader.setU64(DIRECTORIES_AT + directory * 8, 0);
}
