import { type ElfImage, loadedSection, SECTION, type Section, sectionWindow } from './elf-image.ts';
import type { Window } from './window.ts';

const SYMBOL_SIZE = 24;
const RELOCATION_SIZE = 24;
/** Section types of the tables that postject's library writes anew, with other numbers for the same symbols. */
const REBUILT: ReadonlySet<number> = new Set([
  SECTION.gnuHash,
  SECTION.dynamicSymbols,
  SECTION.strings,
  SECTION.symbolVersions,
  SECTION.versionNeeds,
  SECTION.relocations,
  SECTION.dynamic,
]);

/** DT_NEEDED, DT_SONAME, DT_RPATH and DT_RUNPATH: their value is the offset of a name. */
const NAME_TAGS: ReadonlySet<number> = new Set([1, 14, 15, 29]);

/** The loaded sections whose bytes may change as long as {@link verifyDynamicTables} finds the same meaning. */
export function rebuiltSections(image: ElfImage): Section[] {
  return image.sections.filter((section) => section.isLoaded && REBUILT.has(section.type));
}

/** Findings where the tables for dynamic linking say something else than in the prepared file. */
export function verifyDynamicTables(prepared: ElfImage, injected: ElfImage): string[] {
  const before = readTables(prepared);
  const after = readTables(injected);
  return [
    ...findingUnless(sameList(before.entries, after.entries), 'the dynamic section changed'),
    ...findingUnless(sameList(before.versions, after.versions), 'the required library versions changed'),
    ...findingUnless(sameSet(before.symbols, after.symbols), 'the dynamic symbols are not the same set'),
    ...findingUnless(sameList(before.relocations, after.relocations), 'the relocations changed'),
    ...verifyHash(injected, after),
  ];
}

function findingUnless(good: boolean, finding: string): string[] {
  return good ? [] : [finding];
}

function sameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

/** True when both lists hold the same texts equally often, in any order. */
function sameSet(left: readonly string[], right: readonly string[]): boolean {
  const counts = new Map<string, number>();
  for (const item of left) counts.set(item, (counts.get(item) ?? 0) + 1);
  return (
    left.length === right.length &&
    right.every((item) => {
      const count = counts.get(item) ?? 0;
      counts.set(item, count - 1);
      return count > 0;
    })
  );
}

interface Tables {
  entries: string[];
  versions: string[];
  /** One text per symbol with all that matters: version, name and fields. */
  symbols: string[];
  names: string[];
  isDefined: boolean[];
  relocations: string[];
}

function readTables(image: ElfImage): Tables {
  const table = loadedSection(image, SECTION.dynamicSymbols);
  const entries = sectionWindow(image, table, 'ELF dynamic symbols');
  const strings = sectionWindow(image, loadedSection(image, SECTION.strings), 'ELF dynamic strings');
  const symbolVersions = sectionWindow(
    image,
    loadedSection(image, SECTION.symbolVersions),
    'ELF symbol versions',
  );
  const symbols: string[] = [];
  const names: string[] = [];
  const isDefined: boolean[] = [];
  for (let at = SYMBOL_SIZE; at < entries.length; at += SYMBOL_SIZE) {
    const name = strings.cString(entries.u32(at));
    const version = symbolVersions.u16((at / SYMBOL_SIZE) * 2);
    names.push(name);
    isDefined.push(entries.u16(at + 6) !== 0);
    symbols.push(`${name}@${version}:${entries.bytes(at + 4, SYMBOL_SIZE - 4).toString('latin1')}`);
  }
  const relocations = image.sections
    .filter((section) => section.isLoaded && section.type === SECTION.relocations)
    .flatMap((section) => readRelocations(sectionWindow(image, section, 'ELF relocations'), symbols));
  const versions = readVersionNeeds(image, strings);
  return { entries: readDynamicSection(image, strings), versions, symbols, names, isDefined, relocations };
}

/** Tag and value of each entry up to DT_NULL, where the loader stops; names are compared as text. */
function readDynamicSection(image: ElfImage, strings: Window): string[] {
  const area = sectionWindow(image, loadedSection(image, SECTION.dynamic), 'ELF dynamic section');
  const entries: string[] = [];
  for (let at = 0; area.u64(at) !== 0; at += 16) {
    const tag = area.u64(at);
    entries.push(`${tag}=${NAME_TAGS.has(tag) ? strings.cString(area.u64(at + 8)) : area.bigU64(at + 8)}`);
  }
  return entries;
}

/** Symbol 0 stands for "none"; the others are compared by what they are, because their numbers change. */
function readRelocations(area: Window, symbols: readonly string[]): string[] {
  const relocations: string[] = [];
  for (let at = 0; at < area.length; at += RELOCATION_SIZE) {
    const symbol = area.u32(at + 12);
    const target =
      symbol === 0 ? '' : (symbols[symbol - 1] ?? area.broken(at, `there is no symbol ${symbol}`));
    relocations.push(`${area.bigU64(at)} ${area.u32(at + 8)} ${area.bigU64(at + 16)} ${target}`);
  }
  return relocations;
}

/** `library: version index` lines from the linked lists of Elf64_Verneed and Elf64_Vernaux. */
function readVersionNeeds(image: ElfImage, strings: Window): string[] {
  const area = sectionWindow(image, loadedSection(image, SECTION.versionNeeds), 'ELF version needs');
  const needs: string[] = [];
  for (let at = 0, next = 1; next !== 0; at += next) {
    next = area.u32(at + 12);
    const library = strings.cString(area.u32(at + 4));
    for (let version = at + area.u32(at + 8), step = 1; step !== 0; version += step) {
      step = area.u32(version + 12);
      const name = strings.cString(area.u32(version + 8));
      needs.push(`${library}: ${name} ${area.u32(version)} ${area.u32(version + 4)}`);
    }
  }
  return needs;
}

/**
 * Looks up every defined symbol the way a loader does (DT_GNU_HASH). Undefined symbols need not be in the table.
 */
function verifyHash(image: ElfImage, { names, isDefined }: Tables): string[] {
  const table = sectionWindow(image, loadedSection(image, SECTION.gnuHash), 'ELF symbol hash table');
  const bucketCount = table.u32(0);
  const firstHashed = table.u32(4);
  const bloomCount = table.u32(8);
  const bloomShift = table.u32(12);
  const bucketsAt = 16 + bloomCount * 8;
  const chainsAt = bucketsAt + bucketCount * 4;

  const isFound = (name: string, symbol: number): boolean => {
    const hash = gnuHash(name);
    const bloom = table.bigU64(16 + (Math.floor(hash / 64) % bloomCount) * 8);
    const bits = (1n << BigInt(hash % 64)) | (1n << BigInt((hash >>> bloomShift) % 64));
    if ((bloom & bits) !== bits) return false;
    const first = table.u32(bucketsAt + (hash % bucketCount) * 4);
    if (first < firstHashed || first > symbol) return false;
    for (let at = first; at < symbol; at++) {
      if ((table.u32(chainsAt + (at - firstHashed) * 4) & 1) !== 0) return false;
    }
    return (table.u32(chainsAt + (symbol - firstHashed) * 4) | 1) === (hash | 1);
  };
  const lost = names.filter((name, index) => isDefined[index] && !isFound(name, index + 1));
  return lost.length === 0 ? [] : [`${lost.length} exported symbols cannot be found, among them ${lost[0]}`];
}

function gnuHash(name: string): number {
  let hash = 5381;
  for (let at = 0; at < name.length; at++) hash = (Math.imul(hash, 33) + name.charCodeAt(at)) >>> 0;
  return hash;
}
