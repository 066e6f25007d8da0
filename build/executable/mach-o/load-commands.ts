import { alignUp, FileStructure } from '../file-structure.ts';

/** Size of mach_header_64; the load commands follow it. */
export const HEADER_SIZE = 32;
/** Field offsets of mach_header_64. */
export const HEADER = { commandCount: 16, commandsSize: 20 } as const;
/** Size of segment_command_64, before its section_64 entries. */
export const SEGMENT_COMMAND_SIZE = 72;
export const SECTION_ENTRY_SIZE = 80;

/** Load commands by number (mach-o/loader.h). The last group marks those dyld must understand (LC_REQ_DYLD). */
export const COMMAND = {
  symbolTable: 0x2,
  dynamicSymbolTable: 0xb,
  loadDylib: 0xc,
  loadDynamicLinker: 0xe,
  segment64: 0x19,
  uuid: 0x1b,
  codeSignature: 0x1d,
  functionStarts: 0x26,
  dataInCode: 0x29,
  sourceVersion: 0x2a,
  buildVersion: 0x32,
  loadWeakDylib: 0x80000018,
  runPath: 0x8000001c,
  dyldInfoOnly: 0x80000022,
  main: 0x80000028,
  exportsTrie: 0x80000033,
  chainedFixups: 0x80000034,
} as const;

const KNOWN_COMMANDS: ReadonlySet<number> = new Set(Object.values(COMMAND));
const MAGIC_64 = 0xfeedfacf;
const TYPE_EXECUTE = 2;

/** Memory page of each CPU type that macOS runs on: 16 KiB on arm64, 4 KiB on x86-64. */
const PAGE_SIZES: ReadonlyMap<number, number> = new Map([
  [0x0100000c, 0x4000],
  [0x01000007, 0x1000],
]);

export interface LoadCommand {
  command: number;
  fields: FileStructure;
}

export interface MachOFile {
  header: FileStructure;
  commands: LoadCommand[];
  pageSize: number;
}

/** The parts of a segment_command_64 that decide where its bytes are. */
export interface MachOSegment {
  name: string;
  fileOffset: number;
  fileSize: number;
  fields: FileStructure;
}

/**
 * Reads the header and the load commands of a thin 64-bit Mach-O executable. Throws an ExecutableFormatError
 * for any other file and for load commands this toolchain does not know, because they may hold offsets to keep right.
 */
export function readMachO(file: Buffer): MachOFile {
  const header: FileStructure = new FileStructure(file, 'Mach-O header', 0, HEADER_SIZE);
  header.expectU32(0, MAGIC_64, 'magic');
  header.expectU32(12, TYPE_EXECUTE, 'file type');
  const pageSize = PAGE_SIZES.get(header.u32(4));
  if (pageSize === undefined)
    header.fail(4, `CPU type 0x${header.u32(4).toString(16)} is neither arm64 nor x86-64`);

  const area = new FileStructure(file, 'Mach-O load commands', HEADER_SIZE, header.u32(HEADER.commandsSize));
  const commands: LoadCommand[] = [];
  let at = 0;
  for (let index = 0; index < header.u32(HEADER.commandCount); index++) {
    const command = area.u32(at);
    const size = area.u32(at + 4);
    if (!KNOWN_COMMANDS.has(command)) area.fail(at, `unknown load command 0x${command.toString(16)}`);
    if (size < 8 || size % 8 !== 0 || at + size > area.length) area.fail(at + 4, `command size ${size}`);
    const name = `Mach-O load command ${index} (0x${command.toString(16)})`;
    commands.push({ command, fields: new FileStructure(file, name, HEADER_SIZE + at, size) });
    at += size;
  }
  if (at !== area.length) area.fail(at, `${area.length - at} bytes behind the last load command`);
  return { header, commands, pageSize };
}

/** The one load command of this kind; throws when there is none or more than one. */
export function requireCommand(machO: MachOFile, command: number): FileStructure {
  const fields = findCommand(machO, command);
  return (
    fields ?? machO.header.fail(HEADER.commandCount, `there is no load command 0x${command.toString(16)}`)
  );
}

/** The load command of this kind, or undefined; throws when there is more than one. */
export function findCommand(machO: MachOFile, command: number): FileStructure | undefined {
  const [first, second] = machO.commands.filter((candidate) => candidate.command === command);
  if (second !== undefined) second.fields.fail(0, `there is a second load command 0x${command.toString(16)}`);
  return first?.fields;
}

function readSegments(machO: MachOFile): MachOSegment[] {
  return machO.commands
    .filter(({ command }) => command === COMMAND.segment64)
    .map(({ fields }) => ({
      name: fields.text(8, 16),
      fileOffset: fields.u64(40),
      fileSize: fields.u64(48),
      fields,
    }));
}

/** The segment of this name; throws when there is none. */
export function requireSegment(machO: MachOFile, name: string): MachOSegment {
  const found = readSegments(machO).find((segment) => segment.name === name);
  return found ?? machO.header.fail(HEADER.commandCount, `there is no segment ${name}`);
}

/** __LINKEDIT, which must be the last segment and end where `end` says: nothing may follow it in the file. */
export function requireLinkEdit(machO: MachOFile, end: number): MachOSegment {
  const last = readSegments(machO).at(-1);
  if (last?.name !== '__LINKEDIT')
    machO.header.fail(HEADER.commandCount, '__LINKEDIT is not the last segment');
  if (last.fileOffset + last.fileSize !== end) {
    last.fields.fail(48, `__LINKEDIT ends at ${last.fileOffset + last.fileSize}, the file at ${end}`);
  }
  return last;
}

/** Makes __LINKEDIT end at `end` in the file and, in whole pages, in memory. */
export function resizeLinkEdit(linkEdit: MachOSegment, end: number, pageSize: number): void {
  const size = end - linkEdit.fileOffset;
  linkEdit.fields.setU64(48, size);
  linkEdit.fields.setU64(32, alignUp(size, pageSize));
}
