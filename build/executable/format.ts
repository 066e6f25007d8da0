/** The operating systems whose executable formats the toolchain writes: ELF, Mach-O and PE. */
export type Platform = 'linux' | 'darwin' | 'windows';

/** An executable that is not what this toolchain knows: the message names the structure, its place and the problem. */
export class ExecutableFormatError extends Error {
  override readonly name = 'ExecutableFormatError';
  readonly structure: string;
  /** Byte offset in the file at which the structure, or the offending field of it, stands. */
  readonly offset: number;

  constructor(structure: string, offset: number, problem: string) {
    super(`${structure} at offset 0x${offset.toString(16)}: ${problem}`);
    this.structure = structure;
    this.offset = offset;
  }
}
