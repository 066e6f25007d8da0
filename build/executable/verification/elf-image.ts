import { Window } from './window.ts';

/** p_type and sh_type values, as in the System V ABI and its GNU extensions. */
export const SEGMENT = { load: 1, dynamic: 2, note: 4, programHeaders: 6 } as const;
export const SECTION = {
  strings: 3,
  relocations: 4,
  dynamic: 6,
  dynamicSymbols: 11,
  gnuHash: 0x6ffffff6,
  versionNeeds: 0x6ffffffe,
  symbolVersions: 0x6fffffff,
} as const;
const FLAG_ALLOCATED = 2n;

export interface Segment {
  type: number;
  flags: number;
  offset: number;
  address: number;
  fileSize: number;
  memorySize: number;
  alignment: number;
}

export interface Section {
  type: number;
  isLoaded: boolean;
  offset: number;
  size: number;
  link: number;
}

export interface ElfImage {
  file: Window;
  isArm: boolean;
  programHeaders: Window;
  segments: Segment[];
  sections: Section[];
}

export function readElfImage(bytes: Buffer): ElfImage {
  const file = new Window(bytes, 'ELF file');
  if (file.bytes(0, 6).compare(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1])) !== 0) {
    file.broken(0, 'not a 64-bit little-endian ELF file');
  }
  const segmentCount = file.u16(0x38);
  const programHeaders = file.part('ELF program headers', file.u64(0x20), segmentCount * 56);
  const sectionCount = file.u16(0x3c);
  const sectionHeaders = file.part('ELF section headers', file.u64(0x28), sectionCount * 64);
  return {
    file,
    isArm: file.u16(0x12) === 183,
    programHeaders,
    segments: Array.from({ length: segmentCount }, (_, index) => readSegment(programHeaders, index * 56)),
    sections: Array.from({ length: sectionCount }, (_, index) => readSection(sectionHeaders, index * 64)),
  };
}

function readSegment(headers: Window, at: number): Segment {
  return {
    type: headers.u32(at),
    flags: headers.u32(at + 4),
    offset: headers.u64(at + 8),
    address: headers.u64(at + 16),
    fileSize: headers.u64(at + 32),
    memorySize: headers.u64(at + 40),
    alignment: headers.u64(at + 48),
  };
}

function readSection(headers: Window, at: number): Section {
  return {
    type: headers.u32(at + 4),
    isLoaded: (headers.bigU64(at + 8) & FLAG_ALLOCATED) !== 0n,
    offset: headers.u64(at + 24),
    size: headers.u64(at + 32),
    link: headers.u32(at + 40),
  };
}

export interface Note {
  name: string;
  type: number;
  content: Buffer;
  /** Address in memory at which the running program finds the content. */
  address: number;
}

/** The entries of all note segments: name size, content size, type, then name and content padded to 4 bytes each. */
export function readNotes(image: ElfImage): Note[] {
  return image.segments
    .filter((segment) => segment.type === SEGMENT.note)
    .flatMap((segment) => {
      const area = image.file.part('ELF note segment', segment.offset, segment.fileSize);
      const notes: Note[] = [];
      for (let at = 0; at + 12 <= area.length; ) {
        const nameSize = area.u32(at);
        const contentAt = at + 12 + padded(nameSize);
        const content = area.bytes(contentAt, area.u32(at + 4));
        const name = area.paddedText(at + 12, nameSize);
        notes.push({ name, type: area.u32(at + 8), content, address: segment.address + contentAt });
        at = contentAt + padded(content.length);
      }
      return notes;
    });
}

function padded(size: number): number {
  return (size + 3) & ~3;
}

/** The one section of this type that is loaded. */
export function loadedSection(image: ElfImage, type: number): Section {
  const [section, second] = image.sections.filter(
    (candidate) => candidate.isLoaded && candidate.type === type,
  );
  if (section === undefined || second !== undefined)
    image.file.broken(0x28, `not one loaded section of type ${type}`);
  return section;
}

export function sectionWindow(image: ElfImage, section: Section, name: string): Window {
  return image.file.part(name, section.offset, section.size);
}
