import { differencesOutside, isZero } from './byte-differences.ts';
import { fuseDigit } from './fuse.ts';
import {
  type Command,
  LOAD_COMMAND,
  type MachOImage,
  type MachOSegment,
  readMachOImage,
  segmentOf,
} from './mach-o-image.ts';
import { TABLE_FIELDS, verifyLinkEdit } from './mach-o-link-edit.ts';
import { verifySignature } from './mach-o-signature.ts';

const BLOB_SEGMENT = 'NODE_SEA';
const BLOB_SECTION = '__NODE_SEA_BLOB';
const LINK_EDIT = '__LINKEDIT';
const READ_ONLY = 1;

/** Content of section __NODE_SEA_BLOB of segment NODE_SEA, where a macOS Node.js looks for its application. */
export function extractMachOBlob(file: Buffer): Buffer {
  const image = readMachOImage(file);
  const segment = segmentOf(image, BLOB_SEGMENT);
  const [section, second] = segment.sections;
  if (section?.name !== BLOB_SECTION || second !== undefined) {
    return segment.command.body.broken(64, `not one section ${BLOB_SECTION}`);
  }
  if (section.offset - segment.offset !== section.address - segment.address) {
    segment.command.body.broken(72, 'the blob is not where memory will show it');
  }
  return image.file.bytes(section.offset, section.size);
}

/** Findings about an injected and signed Mach-O executable beyond fuse and blob. */
export function verifyMachO(prepared: Buffer, injected: Buffer): string[] {
  const before = readMachOImage(prepared);
  const after = readMachOImage(injected);
  return [
    ...verifyLayout(after, injected.length),
    ...verifyCommands(before, after),
    ...verifyBytes(prepared, before, injected, after),
    ...verifyLinkEdit(before, after),
    ...verifyTablePlaces(after),
    ...verifySignature(after, injected.length),
  ];
}

/** Segments in order, on page boundaries, apart from each other, __LINKEDIT last and up to the end of the file. */
function verifyLayout({ segments, isArm }: MachOImage, fileLength: number): string[] {
  const page = isArm ? 0x4000 : 0x1000;
  const findings: string[] = [];
  let end = { memory: 0, file: 0 };
  for (const segment of segments) {
    const { name, address, memorySize, offset, fileSize } = segment;
    if (address % page !== 0 || memorySize % page !== 0)
      findings.push(`segment ${name} is not made of pages`);
    if (offset % page !== 0) findings.push(`segment ${name} does not start at a page of the file`);
    if (address < end.memory) findings.push(`segment ${name} overlaps the one before in memory`);
    if (fileSize > 0 && offset < end.file)
      findings.push(`segment ${name} overlaps the one before in the file`);
    if (fileSize > memorySize && memorySize > 0)
      findings.push(`segment ${name} is larger in the file than in memory`);
    end = { memory: address + memorySize, file: Math.max(end.file, offset + fileSize) };
  }
  const last = segments.at(-1);
  if (last?.name !== LINK_EDIT) findings.push(`${LINK_EDIT} is not the last segment`);
  else if (last.offset + last.fileSize !== fileLength)
    findings.push(`${LINK_EDIT} does not end with the file`);
  return findings;
}

/** The same load commands but for places in __LINKEDIT, with the blob's segment and the signature added. */
function verifyCommands(before: MachOImage, after: MachOImage): string[] {
  const added = after.commands.filter(isAdded);
  const kept = after.commands.filter((command) => !isAdded(command));
  const findings: string[] = [];
  if (added.map(({ kind }) => kind).join() !== [LOAD_COMMAND.segment, LOAD_COMMAND.codeSignature].join()) {
    findings.push(`the added load commands are not ${BLOB_SEGMENT} and the signature`);
  }
  const isSame =
    kept.length === before.commands.length &&
    before.commands.every(
      (command, index) => kept[index] && fixedPart(command).equals(fixedPart(kept[index])),
    );
  if (!isSame) findings.push('load commands were lost or changed');
  if (
    !before.file.bytes(0, 16).equals(after.file.bytes(0, 16)) ||
    before.file.u64(24) !== after.file.u64(24)
  ) {
    findings.push('the header changed');
  }
  const { initialProtection } = segmentOf(after, BLOB_SEGMENT);
  if (initialProtection !== READ_ONLY) findings.push(`segment ${BLOB_SEGMENT} is not read-only`);
  return findings;
}

function isAdded({ kind, body }: Command): boolean {
  return (
    kind === LOAD_COMMAND.codeSignature ||
    (kind === LOAD_COMMAND.segment && body.paddedText(8, 16) === BLOB_SEGMENT)
  );
}

/** A load command without the fields that say where something lies in __LINKEDIT. */
function fixedPart({ kind, body }: Command): Buffer {
  const bytes = Buffer.from(body.bytes());
  if (kind === LOAD_COMMAND.segment && body.paddedText(8, 16) === LINK_EDIT) bytes.fill(0, 24, 56);
  if (kind === LOAD_COMMAND.symbolTable) bytes.fill(0, 8, 12).fill(0, 16, 24);
  if (kind === LOAD_COMMAND.dynamicSymbolTable) bytes.fill(0, 56, 60);
  for (const field of TABLE_FIELDS.get(kind) ?? []) bytes.fill(0, field, field + 8);
  return bytes;
}

/** Code and data are the same but for the fuse, and the gaps around the additions are empty. */
function verifyBytes(prepared: Buffer, before: MachOImage, injected: Buffer, after: MachOImage): string[] {
  const start = Math.min(...sectionOffsets(before));
  const end = segmentOf(before, LINK_EDIT).offset;
  const blob = segmentOf(after, BLOB_SEGMENT);
  const gaps = [
    { start: after.commandsEnd, end: start },
    { start: blob.offset + blob.fileSize, end: segmentOf(after, LINK_EDIT).offset },
  ];
  const findings = gaps
    .filter((gap) => !isZero(injected, gap))
    .map((gap) => `the gap at offset 0x${gap.start.toString(16)} is not empty`);
  if (after.commandsEnd > start) findings.push('the load commands reach into the first section');
  if (blob.offset !== end) findings.push(`segment ${BLOB_SEGMENT} does not follow the data`);
  return [...findings, ...differencesOutside(prepared, injected, { start, end }, fuseDigit(prepared))];
}

function sectionOffsets(image: MachOImage): number[] {
  return image.segments.flatMap(({ sections }: MachOSegment) =>
    sections.map(({ offset }) => offset).filter((offset) => offset > 0),
  );
}

/** The tables of __LINKEDIT lie inside it and apart from each other. */
function verifyTablePlaces(image: MachOImage): string[] {
  const linkEdit = segmentOf(image, LINK_EDIT);
  const tables = image.commands
    .flatMap(({ kind, body }) =>
      tablesOf(kind).map(([at, size, unit]) => ({ start: body.u32(at), size: body.u32(size) * unit })),
    )
    .filter(({ size }) => size > 0)
    .sort((left, right) => left.start - right.start);
  let end = linkEdit.offset;
  return tables.flatMap(({ start, size }) => {
    const isFree = start >= end && start + size <= linkEdit.offset + linkEdit.fileSize;
    end = start + size;
    return isFree
      ? []
      : [`the table at offset 0x${start.toString(16)} overlaps another one or leaves ${LINK_EDIT}`];
  });
}

/** Fields with the offset and the length of each table, and the size of what the length counts. */
function tablesOf(kind: number): [offset: number, length: number, unit: number][] {
  switch (kind) {
    case LOAD_COMMAND.symbolTable:
      return [
        [8, 12, 16],
        [16, 20, 1],
      ];
    case LOAD_COMMAND.dynamicSymbolTable:
      return [[56, 60, 4]];
    case LOAD_COMMAND.codeSignature:
      return [[8, 12, 1]];
    default:
      return (TABLE_FIELDS.get(kind) ?? []).map((at) => [at, at + 4, 1]);
  }
}
