import { ExecutableFormatError } from './format.ts';

/**
 * A named, bounded piece of an executable file, addressed by offsets relative to its start. Numbers are little endian,
 * as in every format handled here. Reaching outside the piece throws an ExecutableFormatError that names it.
 */
export class FileStructure {
  readonly name: string;
  /** File offset of the first byte. */
  readonly offset: number;
  readonly length: number;
  readonly #bytes: Buffer;

  constructor(file: Buffer, name: string, offset: number, length: number) {
    if (offset < 0 || length < 0 || offset + length > file.length) {
      throw new ExecutableFormatError(
        name,
        offset,
        `${length} bytes do not fit into a file of ${file.length} bytes`,
      );
    }
    this.name = name;
    this.offset = offset;
    this.length = length;
    this.#bytes = file.subarray(offset, offset + length);
  }

  /** The bytes themselves, sharing memory with the file. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  u8(at: number): number {
    return this.#bytes.readUInt8(this.#inside(at, 1));
  }

  u16(at: number): number {
    return this.#bytes.readUInt16LE(this.#inside(at, 2));
  }

  u32(at: number): number {
    return this.#bytes.readUInt32LE(this.#inside(at, 4));
  }

  /** A 64-bit number; one beyond 2^53 cannot be an offset or a size in a file and is an error. */
  u64(at: number): number {
    const value = this.#bytes.readBigUInt64LE(this.#inside(at, 8));
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) this.fail(at, `0x${value.toString(16)} is too large`);
    return Number(value);
  }

  /** A text field of fixed width, up to its first NUL. */
  text(at: number, width: number): string {
    const field = this.#bytes.subarray(this.#inside(at, width), at + width);
    const end = field.indexOf(0);
    return field.toString('latin1', 0, end < 0 ? width : end);
  }

  setU16(at: number, value: number): void {
    this.#bytes.writeUInt16LE(value, this.#inside(at, 2));
  }

  setU32(at: number, value: number): void {
    this.#bytes.writeUInt32LE(value, this.#inside(at, 4));
  }

  setU64(at: number, value: number): void {
    this.#bytes.writeBigUInt64LE(BigInt(value), this.#inside(at, 8));
  }

  /** Throws an ExecutableFormatError that points at the field `at`. */
  fail(at: number, problem: string): never {
    throw new ExecutableFormatError(this.name, this.offset + at, problem);
  }

  /** Throws unless the 32-bit field `at` holds `expected`. */
  expectU32(at: number, expected: number, field: string): void {
    expectEqual(this, at, field, this.u32(at), expected);
  }

  /** Throws unless the 16-bit field `at` holds `expected`. */
  expectU16(at: number, expected: number, field: string): void {
    expectEqual(this, at, field, this.u16(at), expected);
  }

  #inside(at: number, width: number): number {
    if (at < 0 || at + width > this.length) {
      this.fail(at, `${width} bytes lie outside the ${this.length} bytes of the structure`);
    }
    return at;
  }
}

function expectEqual(structure: FileStructure, at: number, field: string, found: number, expected: number) {
  if (found !== expected) {
    structure.fail(at, `${field} is 0x${found.toString(16)}, expected 0x${expected.toString(16)}`);
  }
}

/** The smallest multiple of `alignment` that is not below `value`. */
export function alignUp(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}
