import { differencesOutside, type Range } from './byte-differences.ts';
import { rebuiltSections, verifyDynamicTables } from './elf-dynamic-tables.ts';
import { type ElfImage, type Note, readElfImage, readNotes, SEGMENT, type Segment } from './elf-image.ts';
import { fuseDigit } from './fuse.ts';
import { segmentsCollide } from './segment-collision.ts';

const BLOB_NOTE = 'NODE_SEA_BLOB';
const READ_ONLY = 4;

/** Content of the one note named NODE_SEA_BLOB, which is where a Linux Node.js looks for its application. */
export function extractElfBlob(file: Buffer): Buffer {
  const image = readElfImage(file);
  const [blob, second] = readNotes(image).filter((note) => note.name === BLOB_NOTE);
  if (blob === undefined) return image.file.broken(0, `there is no note ${BLOB_NOTE}`);
  if (second !== undefined) image.file.broken(0, `there is more than one note ${BLOB_NOTE}`);
  return blob.content;
}

/** Findings about an injected ELF executable beyond fuse and blob. */
export function verifyElf(prepared: Buffer, injected: Buffer): string[] {
  const before = readElfImage(prepared);
  const after = readElfImage(injected);
  return [
    ...verifyLayout(after),
    ...verifySegments(before.segments, after.segments),
    ...verifyNotes(before, after),
    ...verifyBytes(prepared, before, injected, after),
    ...verifyDynamicTables(before, after),
  ];
}

/** Loaded segments in order, without overlap, and placed as the kernel maps them. */
function verifyLayout({ segments, isArm, file }: ElfImage): string[] {
  // AArch64 kernels may use pages of 64 KiB.
  const page = isArm ? 0x10000 : 0x1000;
  const findings: string[] = [];
  let before: Segment | undefined;
  for (const segment of segments.filter(({ type }) => type === SEGMENT.load)) {
    const where = `the segment at address 0x${segment.address.toString(16)}`;
    if (before !== undefined && segmentsCollide(before, segment, page))
      findings.push(`${where} overlaps the one before`);
    if (segment.address % page !== segment.offset % page) findings.push(`${where} cannot be mapped`);
    if (segment.offset + segment.fileSize > file.length) findings.push(`${where} reaches beyond the file`);
    if (segment.fileSize > segment.memorySize) findings.push(`${where} is larger in the file than in memory`);
    before = segment;
  }
  return findings;
}

/**
 * Every segment is still there. What injection may change: it adds one read-only segment, moves the program headers
 * and the notes, lets a loaded segment grow to hold the program headers, and drops unused entries of the dynamic one.
 */
function verifySegments(before: Segment[], after: Segment[]): string[] {
  const findings: string[] = [];
  const rest = [...after];
  for (const segment of before) {
    const index = rest.findIndex((candidate) => isContinuation(segment, candidate));
    if (index >= 0) rest.splice(index, 1);
    else findings.push(`a segment of type ${segment.type} was lost or changed`);
  }
  const [added, ...others] = rest;
  if (others.length > 0) findings.push(`${rest.length} segments were added, expected 1`);
  if (added?.type !== SEGMENT.load || added.flags !== READ_ONLY)
    findings.push('no read-only segment was added');
  return findings;
}

function isContinuation(segment: Segment, candidate: Segment): boolean {
  if (candidate.type !== segment.type || candidate.flags !== segment.flags) return false;
  if (segment.type === SEGMENT.programHeaders || segment.type === SEGMENT.note) return true;
  const isAtSamePlace = candidate.address === segment.address && candidate.offset === segment.offset;
  if (!isAtSamePlace || candidate.alignment !== segment.alignment) return false;
  if (segment.type === SEGMENT.dynamic) return candidate.fileSize <= segment.fileSize;
  const growth = candidate.fileSize - segment.fileSize;
  return (
    growth === candidate.memorySize - segment.memorySize &&
    growth >= 0 &&
    (growth === 0 || segment.type === SEGMENT.load)
  );
}

/** The notes are those of the prepared file and the blob, and the running program finds the blob in its memory. */
function verifyNotes(before: ElfImage, after: ElfImage): string[] {
  const describe = (note: Note) => `${note.name} ${note.type} ${note.content.toString('hex')}`;
  const notes = readNotes(after);
  const others = notes.filter((note) => note.name !== BLOB_NOTE);
  const findings: string[] = [];
  if (others.map(describe).join() !== readNotes(before).map(describe).join())
    findings.push('the notes changed');
  for (const { address, content } of notes.filter((note) => note.name === BLOB_NOTE)) {
    const isLoaded = after.segments.some(
      (segment) =>
        segment.type === SEGMENT.load &&
        segment.address <= address &&
        address + content.length <= segment.address + segment.fileSize &&
        after.file.bytes(address - segment.address + segment.offset, content.length).equals(content),
    );
    if (!isLoaded) findings.push('the blob is not loaded into memory');
  }
  return findings;
}

/** All bytes that were loaded before are the same, but for headers, rebuilt tables and the fuse. */
function verifyBytes(prepared: Buffer, before: ElfImage, injected: Buffer, after: ElfImage): string[] {
  const loaded = before.segments.filter(({ type }) => type === SEGMENT.load);
  const end = Math.max(...loaded.map((segment) => segment.offset + segment.fileSize));
  const headers = {
    start: after.programHeaders.start,
    end: after.programHeaders.start + after.programHeaders.length,
  };
  const findings = loaded
    .filter((segment) => headers.start < segment.offset + segment.fileSize && headers.end > segment.offset)
    .map(() => 'the program headers lie on bytes of a segment');
  const allowed: Range[] = [
    ...FILE_HEADER_CHANGES,
    headers,
    ...rebuiltSections(before).map(({ offset, size }) => ({ start: offset, end: offset + size })),
    ...fuseDigit(prepared),
  ];
  return [...findings, ...differencesOutside(prepared, injected, { start: 0, end }, allowed)];
}

/** Offsets of program and section headers, then the numbers of both and the index of the section names. */
const FILE_HEADER_CHANGES: readonly Range[] = [
  { start: 0x20, end: 0x30 },
  { start: 0x38, end: 0x3a },
  { start: 0x3c, end: 0x40 },
];
