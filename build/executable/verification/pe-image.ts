import { Window } from './window.ts';

export interface PeSection {
  name: string;
  address: number;
  memorySize: number;
  offset: number;
  fileSize: number;
  flags: number;
}

export interface PeImage {
  file: Window;
  optionalHeader: Window;
  /** File offset of the checksum field. */
  checksumAt: number;
  sectionTable: Window;
  sections: PeSection[];
  headersSize: number;
}

export function readPeImage(bytes: Buffer): PeImage {
  const file = new Window(bytes, 'PE file');
  const signatureAt = file.u32(0x3c);
  if (file.u16(0) !== 0x5a4d || file.u32(signatureAt) !== 0x4550) file.broken(0, 'not a PE file');
  const optionalSize = file.u16(signatureAt + 20);
  const optionalHeader = file.part('PE optional header', signatureAt + 24, optionalSize);
  if (optionalHeader.u16(0) !== 0x20b) optionalHeader.broken(0, 'not a 64-bit executable');
  const sectionCount = file.u16(signatureAt + 6);
  const sectionTable = file.part('PE section table', signatureAt + 24 + optionalSize, sectionCount * 40);
  return {
    file,
    optionalHeader,
    checksumAt: optionalHeader.start + 64,
    sectionTable,
    sections: Array.from({ length: sectionCount }, (_, index) => readSection(sectionTable, index * 40)),
    headersSize: optionalHeader.u32(60),
  };
}

function readSection(table: Window, at: number): PeSection {
  return {
    name: table.paddedText(at, 8),
    memorySize: table.u32(at + 8),
    address: table.u32(at + 12),
    fileSize: table.u32(at + 16),
    offset: table.u32(at + 20),
    flags: table.u32(at + 36),
  };
}

export function directoryOf(image: PeImage, index: number): { address: number; size: number } {
  const at = 112 + index * 8;
  return { address: image.optionalHeader.u32(at), size: image.optionalHeader.u32(at + 4) };
}

/** The one section of this name. */
export function sectionNamed(image: PeImage, name: string): PeSection {
  const [section, second] = image.sections.filter((candidate) => candidate.name === name);
  if (section === undefined || second !== undefined) return image.file.broken(0, `not one section ${name}`);
  return section;
}
