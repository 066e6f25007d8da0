import { createHash } from 'node:crypto';
import { commandOf, LOAD_COMMAND, type MachOImage, segmentOf } from './mach-o-image.ts';
import type { Window } from './window.ts';

/**
 * Findings about the ad-hoc signature: the one code directory that Apple's kernel (xnu, cs_blobs.h) will check must
 * cover the file up to the signature, and its hashes must be those of the pages.
 */
export function verifySignature(image: MachOImage, fileLength: number): string[] {
  const command = commandOf(image, LOAD_COMMAND.codeSignature);
  if (command === undefined) return ['there is no code signature'];
  const start = command.u32(8);
  const signature = image.file.part('code signature', start, command.u32(12));
  const text = segmentOf(image, '__TEXT');
  const directory = signature.part('code directory', 20, Math.max(0, signature.length - 20));
  const expected: [what: string, found: number, expected: number][] = [
    ['end of the signature', start + signature.length, fileLength],
    ['offset of the signature modulo 16', start % 16, 0],
    ['magic of the signature', signature.bigEndianU32(0), 0xfade0cc0],
    ['length of the signature', signature.bigEndianU32(4), signature.length],
    ['number of blobs', signature.bigEndianU32(8), 1],
    ['slot of the code directory', signature.bigEndianU32(12), 0],
    ['offset of the code directory', signature.bigEndianU32(16), 20],
    ['magic of the code directory', directory.bigEndianU32(0), 0xfade0c02],
    ['length of the code directory', directory.bigEndianU32(4), directory.length],
    ['version of the code directory', directory.bigEndianU32(8), 0x20400],
    ['flags (ad hoc, linker signed)', directory.bigEndianU32(12), 0x20002],
    ['offset of the identifier', directory.bigEndianU32(20), 88],
    ['number of special slots', directory.bigEndianU32(24), 0],
    ['number of pages', directory.bigEndianU32(28), Math.ceil(start / 4096)],
    ['code limit', directory.bigEndianU32(32), start],
    ['size of a hash', directory.u8(36), 32],
    ['type of the hashes (SHA-256)', directory.u8(37), 2],
    ['platform', directory.u8(38), 0],
    ['page size (logarithm)', directory.u8(39), 12],
    ['first spare field', directory.bigEndianU32(40), 0],
    ['scatter offset', directory.bigEndianU32(44), 0],
    ['team offset', directory.bigEndianU32(48), 0],
    ['second spare field', directory.bigEndianU32(52), 0],
    ['64-bit code limit', directory.bigEndianU64(56), 0],
    ['start of the executable segment', directory.bigEndianU64(64), text.offset],
    ['size of the executable segment', directory.bigEndianU64(72), text.fileSize],
    ['flags of the executable segment', directory.bigEndianU64(80), 1],
  ];
  const findings = expected
    .filter(([, found, wanted]) => found !== wanted)
    .map(([what, found, wanted]) => `${what} is 0x${found.toString(16)}, expected 0x${wanted.toString(16)}`);
  return findings.length > 0 ? findings : verifyHashes(image.file, directory, start);
}

function verifyHashes(file: Window, directory: Window, codeLimit: number): string[] {
  const hashesAt = directory.bigEndianU32(16);
  const identifier = directory.cString(88);
  if (!/^[\w.-]+$/.test(identifier) || hashesAt !== 88 + identifier.length + 1) {
    return ['the identifier is not a name that the hashes follow'];
  }
  const bad: number[] = [];
  for (let at = 0, slot = hashesAt; at < codeLimit; at += 4096, slot += 32) {
    const page = file.bytes(at, Math.min(4096, codeLimit - at));
    if (!createHash('sha256').update(page).digest().equals(directory.bytes(slot, 32))) bad.push(at);
  }
  return bad.length === 0
    ? []
    : [`${bad.length} pages have another hash, the first at offset 0x${bad[0]?.toString(16)}`];
}
