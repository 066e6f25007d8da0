import { FileStructure } from '../file-structure.ts';
import { ExecutableFormatError } from '../format.ts';

/** Sizes fixed by the ELF-64 object file format. */
export const SECTION_HEADER_SIZE = 64;
const FILE_HEADER_SIZE = 64;
const PROGRAM_HEADER_SIZE = 56;

/** Field offsets of Elf64_Ehdr that the stripper rewrites. */
export const FILE_HEADER = { sectionTableOffset: 40, sectionCount: 60, sectionNamesIndex: 62 } as const;

export const SECTION_TYPE = { null: 0, stringTable: 3, noBits: 8, dynamicSymbols: 11 } as const;
export const SECTION_FLAG = { alloc: 0x2n, infoLink: 0x40n } as const;

const MAGIC = 0x464c457f;
const TYPES: ReadonlySet<number> = new Set([2 /* ET_EXEC */, 3 /* ET_DYN */]);
const MACHINES: ReadonlySet<number> = new Set([62 /* EM_X86_64 */, 183 /* EM_AARCH64 */]);

/** PT_NULL … PT_TLS, then PT_GNU_EH_FRAME, PT_GNU_STACK, PT_GNU_RELRO and PT_GNU_PROPERTY. */
const SEGMENT_TYPES: ReadonlySet<number> = new Set([
  0, 1, 2, 3, 4, 6, 7, 0x6474e550, 0x6474e551, 0x6474e552, 0x6474e553,
]);

/** A program header: the bytes [offset, offset + fileSize) of the file belong to a segment. */
export interface ElfSegment {
  offset: number;
  fileSize: number;
}

export interface ElfSection {
  index: number;
  name: string;
  type: number;
  flags: bigint;
  offset: number;
  /** Size in memory; a SHT_NOBITS section has no bytes in the file. */
  size: number;
  link: number;
  info: number;
  header: FileStructure;
}

export interface ElfFile {
  header: FileStructure;
  segments: ElfSegment[];
  sections: ElfSection[];
}

/**
 * Reads the headers of a 64-bit little-endian executable for x86-64 or AArch64 (System V ABI, "Object Files").
 * Throws an ExecutableFormatError for any other file and for segment types it does not know.
 */
export function readElf(file: Buffer): ElfFile {
  const header = new FileStructure(file, 'ELF header', 0, FILE_HEADER_SIZE);
  header.expectU32(0, MAGIC, 'magic');
  header.expectU16(4, 0x0102, 'class and byte order (64-bit, little endian)');
  if (!TYPES.has(header.u16(16))) header.fail(16, `type ${header.u16(16)} is neither ET_EXEC nor ET_DYN`);
  if (!MACHINES.has(header.u16(18)))
    header.fail(18, `machine ${header.u16(18)} is neither x86-64 nor AArch64`);
  header.expectU32(20, 1, 'version');
  header.expectU16(52, FILE_HEADER_SIZE, 'size of the file header');
  header.expectU16(54, PROGRAM_HEADER_SIZE, 'size of a program header');
  header.expectU16(58, SECTION_HEADER_SIZE, 'size of a section header');
  return { header, segments: readSegments(file, header), sections: readSections(file, header) };
}

function readSegments(file: Buffer, header: FileStructure): ElfSegment[] {
  const start = header.u64(32);
  return Array.from({ length: header.u16(56) }, (_, index) => {
    const at = start + index * PROGRAM_HEADER_SIZE;
    const segment = new FileStructure(file, `ELF program header ${index}`, at, PROGRAM_HEADER_SIZE);
    if (!SEGMENT_TYPES.has(segment.u32(0))) {
      segment.fail(0, `unknown segment type 0x${segment.u32(0).toString(16)}`);
    }
    const found = { offset: segment.u64(8), fileSize: segment.u64(32) };
    if (found.offset + found.fileSize > file.length) segment.fail(8, 'the segment reaches beyond the file');
    return found;
  });
}

function readSections(file: Buffer, header: FileStructure): ElfSection[] {
  const start = header.u64(FILE_HEADER.sectionTableOffset);
  const count = header.u16(FILE_HEADER.sectionCount);
  const namesIndex = header.u16(FILE_HEADER.sectionNamesIndex);
  const headers = Array.from({ length: count }, (_, index) => {
    const at = start + index * SECTION_HEADER_SIZE;
    return new FileStructure(file, `ELF section header ${index}`, at, SECTION_HEADER_SIZE);
  });
  const namesHeader = headers[namesIndex];
  if (namesHeader === undefined) {
    throw new ExecutableFormatError(
      'ELF header',
      FILE_HEADER.sectionNamesIndex,
      'there are no section names',
    );
  }
  namesHeader.expectU32(4, SECTION_TYPE.stringTable, 'type of the section name table');
  const names = new FileStructure(file, 'ELF section names', namesHeader.u64(24), namesHeader.u64(32));
  return headers.map((section, index) => {
    const nameAt = section.u32(0);
    return {
      index,
      name: names.text(nameAt, names.length - nameAt),
      type: section.u32(4),
      flags: section.bytes.readBigUInt64LE(8),
      offset: section.u64(24),
      size: section.u64(32),
      link: section.u32(40),
      info: section.u32(44),
      header: section,
    };
  });
}

/** End of the section's bytes in the file; a SHT_NOBITS section occupies none. */
export function endInFile(section: ElfSection): number {
  return section.type === SECTION_TYPE.noBits ? section.offset : section.offset + section.size;
}
