import { hash } from 'node:crypto';
import { alignUp, FileStructure } from '../file-structure.ts';
import {
  COMMAND,
  findCommand,
  HEADER,
  HEADER_SIZE,
  type MachOFile,
  readMachO,
  requireLinkEdit,
  requireSegment,
  resizeLinkEdit,
  SECTION_ENTRY_SIZE,
  SEGMENT_COMMAND_SIZE,
} from './load-commands.ts';

/** Sizes and values of Apple's code signing blobs (xnu, osfmk/kern/cs_blobs.h); all their numbers are big endian. */
const SUPER_BLOB_MAGIC = 0xfade0cc0;
const SUPER_BLOB_SIZE = 20;
const SLOT_CODE_DIRECTORY = 0;
const CODE_DIRECTORY_MAGIC = 0xfade0c02;
const CODE_DIRECTORY_SIZE = 88;
/** The version with the executable segment fields, the oldest that macOS 11 and later create themselves. */
const CODE_DIRECTORY_VERSION = 0x20400;
const FLAGS_AD_HOC_LINKER_SIGNED = 0x20002;
const HASH_SHA256 = 2;
const HASH_SIZE = 32;
const PAGE_SHIFT = 12;
const PAGE_SIZE = 1 << PAGE_SHIFT;
const EXECUTABLE_SEGMENT_MAIN_BINARY = 1n;

const SIGNATURE_ALIGNMENT = 16;
const SIGNATURE_COMMAND_SIZE = 16;

/**
 * A copy of an unsigned Mach-O executable with an ad-hoc signature, as linkers write it: no certificate, one code
 * directory with the SHA-256 of every 4 KiB page. Apple Silicon refuses to start a program without one.
 *
 * @param identifier the name recorded in the signature, such as `cannectors`
 * @throws ExecutableFormatError when the file is signed already or its header has no room for one more load command
 */
export function signMachO(file: Buffer, identifier: string): Buffer {
  const codeLimit = alignUp(file.length, SIGNATURE_ALIGNMENT);
  const name = Buffer.from(`${identifier}\0`, 'utf8');
  const hashOffset = CODE_DIRECTORY_SIZE + name.length;
  const pageCount = Math.ceil(codeLimit / PAGE_SIZE);
  const signatureLength = SUPER_BLOB_SIZE + hashOffset + pageCount * HASH_SIZE;

  const signed = Buffer.alloc(codeLimit + signatureLength);
  file.copy(signed);
  addSignatureCommand(signed, file.length, codeLimit, signatureLength);

  const blob = signed.subarray(codeLimit);
  blob.writeUInt32BE(SUPER_BLOB_MAGIC, 0);
  blob.writeUInt32BE(signatureLength, 4);
  blob.writeUInt32BE(1, 8);
  blob.writeUInt32BE(SLOT_CODE_DIRECTORY, 12);
  blob.writeUInt32BE(SUPER_BLOB_SIZE, 16);

  const text = requireSegment(readMachO(signed), '__TEXT');
  const directory = blob.subarray(SUPER_BLOB_SIZE);
  directory.writeUInt32BE(CODE_DIRECTORY_MAGIC, 0);
  directory.writeUInt32BE(directory.length, 4);
  directory.writeUInt32BE(CODE_DIRECTORY_VERSION, 8);
  directory.writeUInt32BE(FLAGS_AD_HOC_LINKER_SIGNED, 12);
  directory.writeUInt32BE(hashOffset, 16);
  directory.writeUInt32BE(CODE_DIRECTORY_SIZE, 20);
  directory.writeUInt32BE(pageCount, 28);
  directory.writeUInt32BE(codeLimit, 32);
  directory.writeUInt8(HASH_SIZE, 36);
  directory.writeUInt8(HASH_SHA256, 37);
  directory.writeUInt8(PAGE_SHIFT, 39);
  directory.writeBigUInt64BE(BigInt(text.fileOffset), 64);
  directory.writeBigUInt64BE(BigInt(text.fileSize), 72);
  directory.writeBigUInt64BE(EXECUTABLE_SEGMENT_MAIN_BINARY, 80);
  name.copy(directory, CODE_DIRECTORY_SIZE);
  for (let page = 0; page < pageCount; page++) {
    const start = page * PAGE_SIZE;
    const digest = hash('sha256', signed.subarray(start, Math.min(start + PAGE_SIZE, codeLimit)), 'buffer');
    digest.copy(directory, hashOffset + page * HASH_SIZE);
  }
  return signed;
}

/** Announces the signature in the header and makes it part of __LINKEDIT. The header is hashed with the rest. */
function addSignatureCommand(signed: Buffer, fileEnd: number, offset: number, length: number): void {
  const machO = readMachO(signed);
  const linkEdit = requireLinkEdit(machO, fileEnd);
  findCommand(machO, COMMAND.codeSignature)?.fail(0, 'the file is signed already');
  const commandsEnd = HEADER_SIZE + machO.header.u32(HEADER.commandsSize);
  if (commandsEnd + SIGNATURE_COMMAND_SIZE > firstSectionOffset(machO)) {
    machO.header.fail(HEADER.commandsSize, 'no room for the signature command before the first section');
  }
  const command = new FileStructure(signed, 'LC_CODE_SIGNATURE', commandsEnd, SIGNATURE_COMMAND_SIZE);
  command.setU32(0, COMMAND.codeSignature);
  command.setU32(4, SIGNATURE_COMMAND_SIZE);
  command.setU32(8, offset);
  command.setU32(12, length);
  machO.header.setU32(HEADER.commandCount, machO.commands.length + 1);
  machO.header.setU32(HEADER.commandsSize, commandsEnd - HEADER_SIZE + SIGNATURE_COMMAND_SIZE);
  resizeLinkEdit(linkEdit, offset + length, machO.pageSize);
}

function firstSectionOffset(machO: MachOFile): number {
  const { fields } = requireSegment(machO, '__TEXT');
  const offsets = Array.from({ length: fields.u32(64) }, (_, index) =>
    fields.u32(SEGMENT_COMMAND_SIZE + index * SECTION_ENTRY_SIZE + 48),
  );
  return Math.min(...offsets);
}
