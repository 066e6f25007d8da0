import { differencesOutside, isZero, type Range } from './byte-differences.ts';
import { fuseDigit } from './fuse.ts';
import { directoryOf, type PeImage, type PeSection, readPeImage, sectionNamed } from './pe-image.ts';
import { type ResourceData, readResources } from './pe-resources.ts';

const CERTIFICATE_DIRECTORY = 4;
const RESOURCES = '.rsrc';
/** IMAGE_SCN_CNT_INITIALIZED_DATA and IMAGE_SCN_MEM_READ. */
const READABLE_DATA = 0x4000_0040;
/** RT_RCDATA, the type of plain data. */
const BLOB_TYPE = '#10';
const BLOB_NAME = 'NODE_SEA_BLOB';

/** Content of the resource NODE_SEA_BLOB, where a Windows Node.js looks for its application. */
export function extractPeBlob(file: Buffer): Buffer {
  const image = readPeImage(file);
  const [blob, second] = readResources(image).filter(isBlob);
  if (blob === undefined) return image.file.broken(0, `there is no resource ${BLOB_NAME}`);
  if (second !== undefined) image.file.broken(0, `there is more than one resource ${BLOB_NAME}`);
  return blob.content;
}

function isBlob({ path }: ResourceData): boolean {
  return path[0] === BLOB_TYPE && path[1] === BLOB_NAME;
}

/** Findings about an injected and finished PE executable beyond fuse and blob. */
export function verifyPe(prepared: Buffer, injected: Buffer): string[] {
  const before = readPeImage(prepared);
  const after = readPeImage(injected);
  return [
    ...verifyLayout(after, injected.length),
    ...verifyHeaders(prepared, before, injected, after),
    ...verifySections(before, after),
    ...verifyBytes(prepared, before, injected),
    ...verifyResources(before, after),
    ...verifyChecksum(injected, after),
  ];
}

/** Sections in order and apart from each other in file and memory, without anything behind them. */
function verifyLayout(image: PeImage, fileLength: number): string[] {
  const sectionAlignment = image.optionalHeader.u32(32);
  const fileAlignment = image.optionalHeader.u32(36);
  const findings: string[] = [];
  let fileEnd = image.headersSize;
  let memoryEnd = image.headersSize;
  for (const { name, address, memorySize, offset, fileSize } of image.sections) {
    if (address % sectionAlignment !== 0 || address < memoryEnd)
      findings.push(`section ${name} is misplaced in memory`);
    if (offset % fileAlignment !== 0 || offset !== fileEnd)
      findings.push(`section ${name} is misplaced in the file`);
    fileEnd = offset + fileSize;
    memoryEnd = address + memorySize;
  }
  const imageSize = Math.ceil(memoryEnd / sectionAlignment) * sectionAlignment;
  if (image.optionalHeader.u32(56) !== imageSize)
    findings.push('the size of the image is not that of its sections');
  if (fileEnd !== fileLength) findings.push(`the sections end at ${fileEnd}, the file at ${fileLength}`);
  const certificate = directoryOf(image, CERTIFICATE_DIRECTORY);
  if (certificate.address !== 0 || certificate.size !== 0)
    findings.push('the certificate directory is not empty');
  return findings;
}

/** Headers are the same but for image size, checksum, resource directory and section table. */
function verifyHeaders(prepared: Buffer, before: PeImage, injected: Buffer, after: PeImage): string[] {
  const optionalAt = before.optionalHeader.start;
  const { start, length } = before.sectionTable;
  const allowed = [
    { start: optionalAt + 56, end: optionalAt + 60 },
    { start: before.checksumAt, end: before.checksumAt + 4 },
    { start: optionalAt + 128, end: optionalAt + 136 },
    { start, end: start + length },
  ];
  if (after.sectionTable.start !== start) return ['the section table moved'];
  return differencesOutside(prepared, injected, { start: 0, end: before.headersSize }, allowed);
}

/**
 * Injection writes a new `.rsrc` as the last section; the section before the old one takes over the old one's room.
 * All other sections stay as they are.
 */
function verifySections(before: PeImage, after: PeImage): string[] {
  const resources = sectionNamed(before, RESOURCES);
  const expected = before.sections
    .filter((section) => section !== resources)
    .map((section) =>
      section.offset + section.fileSize === resources.offset ? merged(section, resources) : section,
    );
  const found = after.sections.slice(0, -1);
  const findings =
    JSON.stringify(found) === JSON.stringify(expected) ? [] : ['sections other than the resources changed'];
  const last = after.sections.at(-1);
  if (last?.name !== RESOURCES || last.flags !== READABLE_DATA)
    findings.push('the resources are not the last section');
  return findings;
}

function merged(section: PeSection, resources: PeSection): PeSection {
  const memorySize = resources.address - section.address + resources.memorySize;
  return { ...section, memorySize, fileSize: section.fileSize + resources.fileSize };
}

/**
 * The content of the sections is the same but for the fuse; the room of the old resources is empty. What fills a
 * section up to the file alignment is not loaded and may have been cleared.
 */
function verifyBytes(prepared: Buffer, before: PeImage, injected: Buffer): string[] {
  const { offset, fileSize } = sectionNamed(before, RESOURCES);
  const room = { start: offset, end: offset + fileSize };
  const findings = isZero(injected, room) ? [] : ['the room of the old resources is not empty'];
  const cleared = before.sections.map(fillerOf).filter((filler) => isZero(injected, filler));
  const whole = { start: before.headersSize, end: prepared.length };
  const allowed = [room, ...cleared, ...fuseDigit(prepared)];
  return [...findings, ...differencesOutside(prepared, injected, whole, allowed)];
}

function fillerOf({ offset, fileSize, memorySize }: PeSection): Range {
  return { start: offset + Math.min(fileSize, memorySize), end: offset + fileSize };
}

/** The resources are the same, with the blob added. */
function verifyResources(before: PeImage, after: PeImage): string[] {
  const describe = ({ path, content }: ResourceData) => `${path.join('/')}: ${content.toString('latin1')}`;
  const old = readResources(before).map(describe).sort();
  const kept = readResources(after)
    .filter((resource) => !isBlob(resource))
    .map(describe)
    .sort();
  return old.length === kept.length && old.every((resource, index) => resource === kept[index])
    ? []
    : ['resources were lost or changed'];
}

/** Adds up the file word by word, with the carry after each step, as the PE checksum is defined. */
function verifyChecksum(file: Buffer, image: PeImage): string[] {
  let sum = 0;
  for (let at = 0; at < file.length; at += 2) {
    const isField = at === image.checksumAt || at === image.checksumAt + 2;
    sum += isField ? 0 : (file[at] ?? 0) | ((file[at + 1] ?? 0) << 8);
    sum = (sum & 0xffff) + (sum >>> 16);
  }
  const checksum = sum + file.length;
  const found = image.file.u32(image.checksumAt);
  return found === checksum
    ? []
    : [`the checksum is 0x${found.toString(16)}, expected 0x${checksum.toString(16)}`];
}
