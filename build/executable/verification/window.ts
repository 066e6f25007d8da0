import { ExecutableFormatError } from '../format.ts';

/**
 * A read-only look at a part of a file for the verification, which has its own reader so that a mistake in the code
 * that writes executables cannot hide itself. Little endian unless a method says otherwise.
 */
export class Window {
  readonly name: string;
  /** File offset of the first byte. */
  readonly start: number;
  readonly length: number;
  readonly #file: Uint8Array;
  readonly #view: DataView;

  /** @throws ExecutableFormatError when the part does not lie inside the file */
  constructor(file: Uint8Array, name: string, start = 0, length: number = file.length - start) {
    if (start > file.length || length < 0 || length > file.length - start) {
      throw new ExecutableFormatError(name, start, `its ${length} bytes end behind the file`);
    }
    this.name = name;
    this.start = start;
    this.length = length;
    this.#file = file;
    this.#view = new DataView(file.buffer, file.byteOffset + start, length);
  }

  part(name: string, at: number, length: number): Window {
    this.#require(at, length);
    return new Window(this.#file, name, this.start + at, length);
  }

  u8(at: number): number {
    this.#require(at, 1);
    return this.#view.getUint8(at);
  }

  u16(at: number): number {
    this.#require(at, 2);
    return this.#view.getUint16(at, true);
  }

  u32(at: number): number {
    this.#require(at, 4);
    return this.#view.getUint32(at, true);
  }

  u64(at: number): number {
    const value = this.bigU64(at);
    if (value > 0x1f_ffff_ffff_ffffn) this.broken(at, 'a number beyond 2^53');
    return Number(value);
  }

  bigU64(at: number): bigint {
    this.#require(at, 8);
    return this.#view.getBigUint64(at, true);
  }

  bigEndianU32(at: number): number {
    this.#require(at, 4);
    return this.#view.getUint32(at, false);
  }

  bigEndianU64(at: number): number {
    this.#require(at, 8);
    return Number(this.#view.getBigUint64(at, false));
  }

  /** The bytes of a part, sharing memory with the file. */
  bytes(at = 0, length: number = this.length - at): Buffer {
    this.#require(at, length);
    return Buffer.from(this.#file.buffer, this.#file.byteOffset + this.start + at, length);
  }

  /** The text from `at` up to the NUL that ends it. */
  cString(at: number): string {
    const rest = this.bytes(at);
    const end = rest.indexOf(0);
    if (end < 0) this.broken(at, 'a text without end');
    return rest.toString('latin1', 0, end);
  }

  /** A field of fixed width without the NULs that fill it. */
  paddedText(at: number, width: number): string {
    return this.bytes(at, width).toString('latin1').replace(/\0+$/, '');
  }

  broken(at: number, problem: string): never {
    throw new ExecutableFormatError(this.name, this.start + at, problem);
  }

  #require(at: number, length: number): void {
    if (at < 0 || length < 0 || at + length > this.length) {
      this.broken(at, `a field lies outside of its ${this.length} bytes`);
    }
  }
}
