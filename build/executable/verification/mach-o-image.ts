import { Window } from './window.ts';

/** Load commands of mach-o/loader.h that the verification looks into. */
export const LOAD_COMMAND = {
  symbolTable: 0x2,
  dynamicSymbolTable: 0xb,
  segment: 0x19,
  codeSignature: 0x1d,
  functionStarts: 0x26,
  dataInCode: 0x29,
  dyldInfo: 0x80000022,
  exportsTrie: 0x80000033,
  chainedFixups: 0x80000034,
} as const;

export interface Command {
  kind: number;
  body: Window;
}

export interface MachOSegment {
  name: string;
  address: number;
  memorySize: number;
  offset: number;
  fileSize: number;
  initialProtection: number;
  sections: { name: string; address: number; size: number; offset: number }[];
  command: Command;
}

export interface MachOImage {
  file: Window;
  isArm: boolean;
  commands: Command[];
  segments: MachOSegment[];
  /** File offset behind the last load command. */
  commandsEnd: number;
}

export function readMachOImage(bytes: Buffer): MachOImage {
  const file = new Window(bytes, 'Mach-O file');
  if (file.u32(0) !== 0xfeedfacf) file.broken(0, 'not a 64-bit Mach-O file');
  const commands: Command[] = [];
  let at = 32;
  for (let index = 0; index < file.u32(16); index++) {
    const size = file.u32(at + 4);
    if (size < 8) file.broken(at + 4, 'a load command without content');
    commands.push({ kind: file.u32(at), body: file.part(`load command ${index}`, at, size) });
    at += size;
  }
  if (at !== 32 + file.u32(20)) file.broken(20, 'the size of the load commands does not fit');
  const segments = commands.filter(({ kind }) => kind === LOAD_COMMAND.segment).map(readSegment);
  return { file, isArm: file.u32(4) === 0x0100000c, commands, segments, commandsEnd: at };
}

function readSegment(command: Command): MachOSegment {
  const { body } = command;
  return {
    name: body.paddedText(8, 16),
    address: body.u64(24),
    memorySize: body.u64(32),
    offset: body.u64(40),
    fileSize: body.u64(48),
    initialProtection: body.u32(60),
    sections: Array.from({ length: body.u32(64) }, (_, index) => {
      const at = 72 + index * 80;
      return {
        name: body.paddedText(at, 16),
        address: body.u64(at + 32),
        size: body.u64(at + 40),
        offset: body.u32(at + 48),
      };
    }),
    command,
  };
}

/** The one load command of this kind, if there is one. */
export function commandOf(image: MachOImage, kind: number): Window | undefined {
  const [command, second] = image.commands.filter((candidate) => candidate.kind === kind);
  if (second !== undefined) second.body.broken(0, 'a second load command of the same kind');
  return command?.body;
}

/** The one segment of this name. */
export function segmentOf(image: MachOImage, name: string): MachOSegment {
  const [segment, second] = image.segments.filter((candidate) => candidate.name === name);
  if (segment === undefined || second !== undefined) image.file.broken(16, `not one segment ${name}`);
  return segment;
}
