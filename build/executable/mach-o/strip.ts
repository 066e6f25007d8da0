import { alignUp, FileStructure } from '../file-structure.ts';
import {
  COMMAND,
  findCommand,
  HEADER,
  HEADER_SIZE,
  type MachOFile,
  readMachO,
  requireCommand,
  requireLinkEdit,
  resizeLinkEdit,
} from './load-commands.ts';

const SYMBOL_SIZE = 16;
const INDIRECT_ENTRY_SIZE = 4;
/** INDIRECT_SYMBOL_LOCAL and INDIRECT_SYMBOL_ABS: entries with one of these bits hold no symbol number. */
const INDIRECT_MARKERS = 0xc0000000;
const TYPE_MASK = 0x0e;
/** N_INDR: the value of such a symbol is an offset into the string table. */
const TYPE_INDIRECT = 0x0a;
/** What ld64 starts every string table with, so that no name has offset 0. */
const STRING_TABLE_START = ' \0';

/**
 * A copy of a Mach-O executable without its code signature and without its local symbols, which only debuggers read
 * and which hold the paths of the machine that linked it. Everything outside the load commands, the symbol table, the
 * indirect symbol table and the string table stays byte for byte and at its place.
 *
 * Throws an ExecutableFormatError unless __LINKEDIT ends with symbols, indirect symbols, strings and signature in this
 * order, which is how Apple's linker writes it.
 */
export function stripMachO(file: Buffer): Buffer {
  return dropLocalSymbols(dropSignature(file));
}

function dropSignature(file: Buffer): Buffer {
  const original = readMachO(file);
  requireLinkEdit(original, file.length);
  const signature = findCommand(original, COMMAND.codeSignature);
  if (signature === undefined) return Buffer.from(file);
  const start = signature.u32(8);
  if (start + signature.u32(12) !== file.length) {
    signature.fail(12, `the code signature ends at ${start + signature.u32(12)}, the file at ${file.length}`);
  }

  const stripped = Buffer.from(file.subarray(0, start));
  const { header, pageSize } = original;
  const commandsEnd = HEADER_SIZE + header.u32(HEADER.commandsSize);
  stripped.copyWithin(signature.offset, signature.offset + signature.length, commandsEnd);
  stripped.fill(0, commandsEnd - signature.length, commandsEnd);
  stripped.writeUInt32LE(header.u32(HEADER.commandCount) - 1, HEADER.commandCount);
  stripped.writeUInt32LE(header.u32(HEADER.commandsSize) - signature.length, HEADER.commandsSize);
  const machO = readMachO(stripped);
  resizeLinkEdit(requireLinkEdit(machO, file.length), start, pageSize);
  return stripped;
}

interface SymbolTables {
  symbolOffset: number;
  symbolCount: number;
  indirectOffset: number;
  indirectCount: number;
  stringOffset: number;
  stringSize: number;
  localCount: number;
}

function dropLocalSymbols(file: Buffer): Buffer {
  const machO = readMachO(file);
  const linkEdit = requireLinkEdit(machO, file.length);
  const tables = readSymbolTables(machO, file.length);
  const symbols = keptSymbols(file, tables);
  const strings = renameInto(
    symbols,
    new FileStructure(file, 'Mach-O string table', tables.stringOffset, tables.stringSize),
  );
  const indirect = renumberedIndirectSymbols(file, tables);

  const indirectOffset = alignUp(tables.symbolOffset + symbols.length, 8);
  const stringOffset = alignUp(indirectOffset + indirect.length, 8);
  const end = stringOffset + strings.length;
  const stripped = Buffer.alloc(end);
  file.copy(stripped, 0, 0, tables.symbolOffset);
  symbols.copy(stripped, tables.symbolOffset);
  indirect.copy(stripped, indirectOffset);
  strings.copy(stripped, stringOffset);

  const output = readMachO(stripped);
  const symbolTable = requireCommand(output, COMMAND.symbolTable);
  symbolTable.setU32(12, symbols.length / SYMBOL_SIZE);
  symbolTable.setU32(16, stringOffset);
  symbolTable.setU32(20, strings.length);
  const dynamic = requireCommand(output, COMMAND.dynamicSymbolTable);
  dynamic.setU32(12, 0);
  dynamic.setU32(16, 0);
  dynamic.setU32(24, dynamic.u32(24) - tables.localCount);
  dynamic.setU32(56, indirectOffset);
  resizeLinkEdit(requireLinkEdit(output, linkEdit.fileOffset + linkEdit.fileSize), end, machO.pageSize);
  return stripped;
}

/** Field offsets are those of symtab_command and dysymtab_command (mach-o/loader.h). */
function readSymbolTables(machO: MachOFile, fileEnd: number): SymbolTables {
  const symbolTable = requireCommand(machO, COMMAND.symbolTable);
  const dynamic = requireCommand(machO, COMMAND.dynamicSymbolTable);
  const localCount = dynamic.u32(12);
  const externalCount = dynamic.u32(20);
  const symbolCount = symbolTable.u32(12);
  dynamic.expectU32(8, 0, 'first local symbol');
  dynamic.expectU32(16, localCount, 'first external symbol');
  dynamic.expectU32(24, localCount + externalCount, 'first undefined symbol');
  dynamic.expectU32(28, symbolCount - localCount - externalCount, 'number of undefined symbols');
  for (const at of [36, 44, 52, 68, 76]) {
    dynamic.expectU32(at, 0, 'length of a table that executables do not have');
  }

  const symbolOffset = symbolTable.u32(8);
  const stringOffset = symbolTable.u32(16);
  const stringSize = symbolTable.u32(20);
  const indirectOffset = dynamic.u32(56);
  const indirectCount = dynamic.u32(60);
  if (indirectOffset < symbolOffset + symbolCount * SYMBOL_SIZE) {
    dynamic.fail(56, 'the indirect symbols do not follow the symbols');
  }
  if (stringOffset < indirectOffset + indirectCount * INDIRECT_ENTRY_SIZE) {
    symbolTable.fail(16, 'the strings do not follow the indirect symbols');
  }
  // The signature starts 16-byte aligned behind the strings, so its removal may leave padding.
  if (alignUp(stringOffset + stringSize, 16) < fileEnd || stringOffset + stringSize > fileEnd) {
    symbolTable.fail(20, `the strings end at ${stringOffset + stringSize}, the file at ${fileEnd}`);
  }
  expectOthersBefore(machO, symbolOffset);
  return { symbolOffset, symbolCount, indirectOffset, indirectCount, stringOffset, stringSize, localCount };
}

/** Tables of __LINKEDIT that do not move must lie before the symbols. */
function expectOthersBefore(machO: MachOFile, symbolOffset: number): void {
  for (const { command, fields } of machO.commands) {
    for (const at of linkEditReferences(command)) {
      if (fields.u32(at) + fields.u32(at + 4) > symbolOffset) {
        fields.fail(at, `its data ends behind the symbols at ${symbolOffset}`);
      }
    }
  }
}

/** Where a load command keeps (offset, size) pairs of data in __LINKEDIT other than symbols and signature. */
function linkEditReferences(command: number): number[] {
  switch (command) {
    case COMMAND.dyldInfoOnly:
      return [8, 16, 24, 32, 40];
    case COMMAND.functionStarts:
    case COMMAND.dataInCode:
    case COMMAND.exportsTrie:
    case COMMAND.chainedFixups:
      return [8];
    default:
      return [];
  }
}

function keptSymbols(file: Buffer, tables: SymbolTables): Buffer {
  const size = tables.symbolCount * SYMBOL_SIZE;
  const table = new FileStructure(file, 'Mach-O symbol table', tables.symbolOffset, size);
  return Buffer.from(table.bytes.subarray(tables.localCount * SYMBOL_SIZE));
}

/** Points the symbols at a new string table that holds their names only, and returns it, padded to 8 bytes. */
function renameInto(symbols: Buffer, strings: FileStructure): Buffer {
  const names: Buffer[] = [Buffer.from(STRING_TABLE_START)];
  let length = STRING_TABLE_START.length;
  for (let at = 0; at < symbols.length; at += SYMBOL_SIZE) {
    if ((symbols.readUInt8(at + 4) & TYPE_MASK) === TYPE_INDIRECT) {
      strings.fail(0, `symbol ${at / SYMBOL_SIZE} is an alias (N_INDR), which is not supported`);
    }
    const start = symbols.readUInt32LE(at);
    const end = strings.bytes.indexOf(0, start);
    if (end < 0) strings.fail(start, `the name of symbol ${at / SYMBOL_SIZE} has no end`);
    symbols.writeUInt32LE(length, at);
    names.push(strings.bytes.subarray(start, end + 1));
    length += end + 1 - start;
  }
  names.push(Buffer.alloc(alignUp(length, 8) - length));
  return Buffer.concat(names);
}

function renumberedIndirectSymbols(file: Buffer, tables: SymbolTables): Buffer {
  const size = tables.indirectCount * INDIRECT_ENTRY_SIZE;
  const table = new FileStructure(file, 'Mach-O indirect symbol table', tables.indirectOffset, size);
  const renumbered = Buffer.from(table.bytes);
  for (let at = 0; at < size; at += INDIRECT_ENTRY_SIZE) {
    const symbol = table.u32(at);
    if ((symbol & INDIRECT_MARKERS) !== 0) continue;
    if (symbol < tables.localCount) table.fail(at, `symbol ${symbol} is local and has to stay`);
    renumbered.writeUInt32LE(symbol - tables.localCount, at);
  }
  return renumbered;
}
