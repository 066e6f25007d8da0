import { alignUp, FileStructure } from '../file-structure.ts';
import {
  type ElfFile,
  type ElfSection,
  endInFile,
  FILE_HEADER,
  readElf,
  SECTION_FLAG,
  SECTION_HEADER_SIZE,
  SECTION_TYPE,
} from './headers.ts';

const SYMBOL_SIZE = 24;
/** SHN_LORESERVE: section indices from here on (SHN_ABS, SHN_COMMON, …) are markers, not sections. */
const FIRST_RESERVED_INDEX = 0xff00;

/**
 * A copy of an ELF executable without everything that is not loaded into memory: static symbols, debug information,
 * compiler comments. What is loaded stays byte for byte and at its place, so the program behaves the same. The section
 * table keeps the loaded sections under their own numbers and gets a new name table.
 *
 * Throws an ExecutableFormatError when the file is laid out in another way than linkers do: loaded sections first.
 */
export function stripElf(file: Buffer): Buffer {
  const elf = readElf(file);
  const kept = keptSections(elf);
  const keptEnd = Math.max(
    ...elf.segments.map((segment) => segment.offset + segment.fileSize),
    ...kept.map(endInFile),
  );
  expectDroppedBytesBehind(elf, kept.length, keptEnd);
  expectReferencesInside(file, kept);

  const tableOffset = alignUp(keptEnd, 8);
  const table = Buffer.alloc((kept.length + 1) * SECTION_HEADER_SIZE);
  let names = '\0';
  const addName = (name: string) => {
    if (name === '') return 0;
    names += `${name}\0`;
    return names.length - name.length - 1;
  };
  for (const section of kept) {
    const header = sectionHeader(table, section.index);
    section.header.bytes.copy(header.bytes);
    header.setU32(0, addName(section.name));
  }
  const namesHeader = sectionHeader(table, kept.length);
  namesHeader.setU32(0, addName('.shstrtab'));
  namesHeader.setU32(4, SECTION_TYPE.stringTable);
  namesHeader.setU64(24, tableOffset + table.length);
  namesHeader.setU64(32, names.length);
  namesHeader.setU64(48, 1);

  const padding = Buffer.alloc(tableOffset - keptEnd);
  const stripped = Buffer.concat([file.subarray(0, keptEnd), padding, table, Buffer.from(names, 'latin1')]);
  const header = new FileStructure(stripped, 'ELF header', 0, elf.header.length);
  header.setU64(FILE_HEADER.sectionTableOffset, tableOffset);
  header.setU16(FILE_HEADER.sectionCount, kept.length + 1);
  header.setU16(FILE_HEADER.sectionNamesIndex, kept.length);
  return stripped;
}

/** The leading null section and the loaded sections, which must come right behind it. */
function keptSections(elf: ElfFile): ElfSection[] {
  const isKept = (section: ElfSection) =>
    section.type === SECTION_TYPE.null || (section.flags & SECTION_FLAG.alloc) !== 0n;
  const firstDropped = elf.sections.findIndex((section) => !isKept(section));
  if (firstDropped < 1) elf.header.fail(FILE_HEADER.sectionCount, 'no loaded sections before the others');
  const late = elf.sections.slice(firstDropped).find(isKept);
  late?.header.fail(0, `loaded section ${late.name} stands behind sections that are not loaded`);
  return elf.sections.slice(0, firstDropped);
}

function expectDroppedBytesBehind(elf: ElfFile, firstDropped: number, keptEnd: number): void {
  for (const section of elf.sections.slice(firstDropped)) {
    if (section.offset < keptEnd) {
      section.header.fail(24, `section ${section.name} is not loaded but lies among loaded bytes`);
    }
  }
  if (elf.header.u64(FILE_HEADER.sectionTableOffset) < keptEnd) {
    elf.header.fail(FILE_HEADER.sectionTableOffset, 'the section headers lie among loaded bytes');
  }
}

/** Section numbers do not change, so every number a kept section mentions must belong to a kept section. */
function expectReferencesInside(file: Buffer, kept: ElfSection[]): void {
  for (const section of kept) {
    if (section.link >= kept.length) section.header.fail(40, `${section.name} links to a dropped section`);
    if ((section.flags & SECTION_FLAG.infoLink) !== 0n && section.info >= kept.length) {
      section.header.fail(44, `${section.name} refers to a dropped section`);
    }
    if (section.type === SECTION_TYPE.dynamicSymbols) expectSymbolsInside(file, section, kept.length);
  }
}

function expectSymbolsInside(file: Buffer, table: ElfSection, keptCount: number): void {
  const { bytes } = new FileStructure(file, `ELF section ${table.name}`, table.offset, table.size);
  for (let at = 0; at + SYMBOL_SIZE <= bytes.length; at += SYMBOL_SIZE) {
    const section = bytes.readUInt16LE(at + 6);
    if (section >= keptCount && section < FIRST_RESERVED_INDEX) {
      table.header.fail(24, `symbol ${at / SYMBOL_SIZE} of ${table.name} stands in a dropped section`);
    }
  }
}

function sectionHeader(table: Buffer, index: number): FileStructure {
  return new FileStructure(
    table,
    `section header ${index}`,
    index * SECTION_HEADER_SIZE,
    SECTION_HEADER_SIZE,
  );
}
