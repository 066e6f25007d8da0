import { createHash } from 'node:crypto';

/**
 * A reader of signed 64-bit Mach-O executables for tests. It follows Apple's headers <mach-o/loader.h> and
 * <kern/cs_blobs.h> and shares no code with the toolchain, so that an error there is not repeated here.
 */
export interface MachO {
  readonly cpuType: number;
  readonly fileType: number;
  /** Offset of the end of the load commands. */
  readonly commandsEnd: number;
  readonly segments: readonly Segment[];
  readonly signature: CodeSignature;
}

/** A segment as LC_SEGMENT_64 describes it. */
export interface Segment {
  readonly name: string;
  readonly address: number;
  readonly memorySize: number;
  readonly fileOffset: number;
  readonly fileSize: number;
  readonly sections: readonly { readonly name: string; readonly fileOffset: number; readonly size: number }[];
}

/** The fields of an embedded signature that hold a CodeDirectory and nothing else. */
export interface CodeSignature {
  readonly fileOffset: number;
  readonly fileSize: number;
  readonly blobCount: number;
  readonly version: number;
  readonly flags: number;
  readonly identifier: string;
  readonly specialSlots: number;
  readonly codeLimit: number;
  readonly hashType: number;
  readonly pageSize: number;
  readonly executableSegment: { readonly base: number; readonly limit: number; readonly flags: number };
  /** SHA-256 of each page, as the signature says, in hexadecimal. */
  readonly pageHashes: readonly string[];
}

const MAGIC_64 = 0xfeedfacf;
const SEGMENT_64 = 0x19;
const CODE_SIGNATURE = 0x1d;
const EMBEDDED_SIGNATURE = 0xfade0cc0;
const CODE_DIRECTORY = 0xfade0c02;

/** Reads numbers one after the other. */
class Cursor {
  readonly #view: DataView;
  readonly #littleEndian: boolean;
  position: number;

  constructor(bytes: Uint8Array, position: number, littleEndian: boolean) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#littleEndian = littleEndian;
    this.position = position;
  }

  byte(): number {
    return this.#view.getUint8(this.position++);
  }

  word(): number {
    this.position += 4;
    return this.#view.getUint32(this.position - 4, this.#littleEndian);
  }

  long(): number {
    this.position += 8;
    return Number(this.#view.getBigUint64(this.position - 8, this.#littleEndian));
  }

  characters(count: number): string {
    let text = '';
    const end = this.position + count;
    for (let code = this.byte(); code !== 0; code = this.byte()) {
      text += String.fromCharCode(code);
      if (this.position === end) break;
    }
    this.position = end;
    return text;
  }
}

/**
 * Reads the load commands and the signature.
 * @throws Error when the file is no signed Mach-O executable with one architecture
 */
export function readMachO(file: Uint8Array): MachO {
  const cursor = new Cursor(file, 0, true);
  if (cursor.word() !== MAGIC_64) throw new Error('no 64-bit Mach-O file');
  const cpuType = cursor.word();
  cursor.word();
  const fileType = cursor.word();
  const commandCount = cursor.word();
  const commandsEnd = 32 + cursor.word();
  cursor.position = 32;
  const segments: Segment[] = [];
  const signatures: CodeSignature[] = [];
  for (let index = 0; index < commandCount; index++) {
    const start = cursor.position;
    const command = cursor.word();
    const size = cursor.word();
    if (command === SEGMENT_64) segments.push(readSegment(cursor));
    if (command === CODE_SIGNATURE) signatures.push(readSignature(file, cursor.word(), cursor.word()));
    cursor.position = start + size;
  }
  if (cursor.position !== commandsEnd) throw new Error('the load commands do not fill their space');
  const [signature, second] = signatures;
  if (signature === undefined || second !== undefined) {
    throw new Error(`${signatures.length} signatures`);
  }
  return { cpuType, fileType, commandsEnd, segments, signature };
}

function readSegment(cursor: Cursor): Segment {
  const name = cursor.characters(16);
  const address = cursor.long();
  const memorySize = cursor.long();
  const fileOffset = cursor.long();
  const fileSize = cursor.long();
  cursor.position += 8;
  const count = cursor.word();
  cursor.position += 4;
  const sections = Array.from({ length: count }, () => {
    const section = cursor.characters(16);
    cursor.position += 16 + 8;
    const size = cursor.long();
    const offset = cursor.word();
    cursor.position += 28;
    return { name: section, fileOffset: offset, size };
  });
  return { name, address, memorySize, fileOffset, fileSize, sections };
}

function readSignature(file: Uint8Array, fileOffset: number, fileSize: number): CodeSignature {
  const cursor = new Cursor(file, fileOffset, false);
  if (cursor.word() !== EMBEDDED_SIGNATURE) throw new Error('no embedded signature');
  if (cursor.word() > fileSize) throw new Error('the signature is larger than its space');
  const blobCount = cursor.word();
  cursor.word();
  const directory = fileOffset + cursor.word();
  cursor.position = directory;
  if (cursor.word() !== CODE_DIRECTORY) throw new Error('no CodeDirectory');
  cursor.word();
  const version = cursor.word();
  const flags = cursor.word();
  const hashOffset = cursor.word();
  const identifierOffset = cursor.word();
  const specialSlots = cursor.word();
  const codeSlots = cursor.word();
  const codeLimit = cursor.word();
  const hashSize = cursor.byte();
  const hashType = cursor.byte();
  cursor.byte();
  const pageSize = 2 ** cursor.byte();
  // spare2, scatterOffset, teamOffset, spare3, codeLimit64
  cursor.position += 4 * 4 + 8;
  const executableSegment = { base: cursor.long(), limit: cursor.long(), flags: cursor.long() };
  cursor.position = directory + identifierOffset;
  const identifier = cursor.characters(hashOffset - identifierOffset);
  const hashes = directory + hashOffset;
  const pageHashes = Array.from({ length: codeSlots }, (_, slot) =>
    Buffer.from(file.subarray(hashes + slot * hashSize, hashes + (slot + 1) * hashSize)).toString('hex'),
  );
  return {
    fileOffset,
    fileSize,
    blobCount,
    version,
    flags,
    identifier,
    specialSlots,
    codeLimit,
    hashType,
    pageSize,
    executableSegment,
    pageHashes,
  };
}

/** Numbers of the pages whose content is not what the signature says: macOS kills a process that touches one. */
export function brokenPages(file: Uint8Array, { codeLimit, pageSize, pageHashes }: CodeSignature): number[] {
  const pages = Math.ceil(codeLimit / pageSize);
  return Array.from({ length: Math.max(pages, pageHashes.length) }, (_, page) => page).filter((page) => {
    const content = file.subarray(page * pageSize, Math.min((page + 1) * pageSize, codeLimit));
    return createHash('sha256').update(content).digest('hex') !== pageHashes[page];
  });
}
