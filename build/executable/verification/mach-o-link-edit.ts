import { commandOf, LOAD_COMMAND, type MachOImage } from './mach-o-image.ts';
import type { Window } from './window.ts';

/** Fields of a load command that hold offset and size of a table in __LINKEDIT. */
export const TABLE_FIELDS: ReadonlyMap<number, readonly number[]> = new Map([
  [LOAD_COMMAND.dyldInfo, [8, 16, 24, 32, 40]],
  [LOAD_COMMAND.functionStarts, [8]],
  [LOAD_COMMAND.dataInCode, [8]],
  [LOAD_COMMAND.exportsTrie, [8]],
  [LOAD_COMMAND.chainedFixups, [8]],
]);

/** Field of dyld_info_command with the export trie, which injection writes anew; the other tables only move. */
const DYLD_INFO_EXPORTS = 40;

/**
 * Findings where the tables of __LINKEDIT say something else than in the prepared file: rebase and bind instructions,
 * function starts, symbols, indirect symbols, exports, imports of chained fixups.
 */
export function verifyLinkEdit(prepared: MachOImage, injected: MachOImage): string[] {
  return [
    ...verifyMovedTables(prepared, injected),
    ...findingUnless(sameList(readSymbols(prepared), readSymbols(injected)), 'the symbols changed'),
    ...findingUnless(
      readIndirectSymbols(prepared).equals(readIndirectSymbols(injected)),
      'the indirect symbols changed',
    ),
    ...findingUnless(sameList(readExports(prepared), readExports(injected)), 'the exports changed'),
    ...findingUnless(sameList(readFixups(prepared), readFixups(injected)), 'the chained fixups changed'),
  ];
}

function findingUnless(good: boolean, finding: string): string[] {
  return good ? [] : [finding];
}

function sameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

/** Tables that are copied as they are, but for zeros that fill their end. */
function verifyMovedTables(prepared: MachOImage, injected: MachOImage): string[] {
  const moved = [
    ...[8, 16, 24, 32].map((field) => ({ kind: LOAD_COMMAND.dyldInfo, field })),
    { kind: LOAD_COMMAND.functionStarts, field: 8 },
    { kind: LOAD_COMMAND.dataInCode, field: 8 },
  ];
  return moved.flatMap(({ kind, field }) => {
    const before = withoutTrailingZeros(table(prepared, kind, field));
    const after = withoutTrailingZeros(table(injected, kind, field));
    return findingUnless(
      before.equals(after),
      `table ${field} of load command 0x${kind.toString(16)} changed`,
    );
  });
}

function table(image: MachOImage, kind: number, field: number): Window {
  const command = commandOf(image, kind);
  const name = `Mach-O table ${field} of load command 0x${kind.toString(16)}`;
  return command === undefined
    ? image.file.part(name, 0, 0)
    : image.file.part(name, command.u32(field), command.u32(field + 4));
}

function withoutTrailingZeros(window: Window): Buffer {
  let end = window.length;
  while (end > 0 && window.u8(end - 1) === 0) end--;
  return window.bytes(0, end);
}

/** Name and fields of every nlist_64, in the order that the indirect symbols refer to. */
function readSymbols(image: MachOImage): string[] {
  const command =
    commandOf(image, LOAD_COMMAND.symbolTable) ?? image.file.broken(16, 'there is no symbol table');
  const count = command.u32(12);
  const symbols = image.file.part('Mach-O symbols', command.u32(8), count * 16);
  const strings = image.file.part('Mach-O symbol names', command.u32(16), command.u32(20));
  return Array.from({ length: count }, (_, index) => {
    const fields = symbols.bytes(index * 16 + 4, 12).toString('latin1');
    return `${strings.cString(symbols.u32(index * 16))}:${fields}`;
  });
}

function readIndirectSymbols(image: MachOImage): Buffer {
  const command =
    commandOf(image, LOAD_COMMAND.dynamicSymbolTable) ??
    image.file.broken(16, 'there are no dynamic symbols');
  return image.file.bytes(command.u32(56), command.u32(60) * 4);
}

/** `name: what is exported` for every entry of the export trie, sorted. */
function readExports(image: MachOImage): string[] {
  const old = table(image, LOAD_COMMAND.dyldInfo, DYLD_INFO_EXPORTS);
  return readTrie(old.length > 0 ? old : table(image, LOAD_COMMAND.exportsTrie, 8));
}

/**
 * Walks an export trie: every node is the size of its own entry (ULEB128), the entry, the number of children, and per
 * child the text to add to the name and the offset of its node.
 */
function readTrie(trie: Window): string[] {
  const exports: string[] = [];
  const seen = new Set<number>();
  const open: { at: number; name: string }[] = trie.length === 0 ? [] : [{ at: 0, name: '' }];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node.at)) trie.broken(node.at, 'a node of the export trie is reached twice');
    seen.add(node.at);
    const entry = readUleb(trie, node.at);
    if (entry.value > 0)
      exports.push(`${node.name}:${trie.bytes(entry.end, entry.value).toString('latin1')}`);
    const childrenAt = entry.end + entry.value;
    let at = childrenAt + 1;
    for (let child = trie.u8(childrenAt); child > 0; child--) {
      const text = trie.cString(at);
      const target = readUleb(trie, at + text.length + 1);
      open.push({ at: target.value, name: node.name + text });
      at = target.end;
    }
  }
  return exports.sort();
}

function readUleb(window: Window, start: number): { value: number; end: number } {
  let value = 0;
  for (let at = start, factor = 1; ; at++, factor *= 128) {
    const byte = window.u8(at);
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return { value, end: at + 1 };
  }
}

/** Chain starts and imports of dyld_chained_fixups_header (mach-o/fixup-chains.h), imports in DYLD_CHAINED_IMPORT. */
function readFixups(image: MachOImage): string[] {
  const fixups = table(image, LOAD_COMMAND.chainedFixups, 8);
  if (fixups.length === 0) return [];
  const startsAt = fixups.u32(4);
  const importsAt = fixups.u32(8);
  const symbolsAt = fixups.u32(12);
  if (fixups.u32(20) !== 1) fixups.broken(20, `unknown format ${fixups.u32(20)} of imports`);
  if (fixups.u32(24) !== 0) fixups.broken(24, 'the names of imports are compressed');
  const starts = fixups.bytes(startsAt, importsAt - startsAt).toString('latin1');
  const imports = Array.from({ length: fixups.u32(16) }, (_, index) => {
    const entry = fixups.u32(importsAt + index * 4);
    return `${fixups.cString(symbolsAt + (entry >>> 9))} ${entry & 0x1ff}`;
  });
  return [`version ${fixups.u32(0)}`, starts, ...imports];
}
