import type { CommandEntry } from './commands/command.ts';
import { type Flag, type FlagValues, flagLabel, GLOBAL_FLAGS } from './flags.ts';

/** A command line that can be executed. No command means that the program's help is asked for. */
export interface CommandLine {
  readonly kind: 'command';
  readonly command: CommandEntry | undefined;
  readonly flags: FlagValues;
  readonly operands: readonly string[];
}

/** A command line that cannot. */
export interface UsageError {
  readonly kind: 'usage-error';
  /** Without the leading `Error: `. */
  readonly message: string;
  /** The command whose usage is wrong, when it is known. */
  readonly command: CommandEntry | undefined;
  /** The word that names no command. */
  readonly unknownCommand?: string;
}

/**
 * Reads the words after the program's name. Flags and operands may be mixed; `--` ends the flags; `--name=value`
 * and `--name value` are equal; booleans take a value only after `=`; short booleans combine; the last
 * occurrence of a flag wins. A command's own flags may stand before its name.
 *
 * These are the rules that existing scripts rely on. yargs-parser cannot keep two of them: it lets a boolean
 * swallow a following operand `true` or `false`, and takes any other value of a boolean for false.
 */
export function parseCommandLine(
  words: readonly string[],
  commands: readonly CommandEntry[],
): CommandLine | UsageError {
  const known = [...GLOBAL_FLAGS, ...new Set(commands.flatMap((command) => command.flags))];
  const { operands, occurrences, error } = scan(words, known);
  const [name, ...rest] = operands;
  const command = commands.find((candidate) => candidate.name === name);
  if (name !== undefined && command === undefined) {
    const message = `unknown command "${name}" for "cannectors"`;
    return { kind: 'usage-error', message, command: undefined, unknownCommand: name };
  }
  const accepted = [...GLOBAL_FLAGS, ...(command?.flags ?? [])];
  const foreign = occurrences.find(({ flag }) => !accepted.includes(flag));
  if (foreign !== undefined) {
    return { kind: 'usage-error', message: `unknown flag: --${foreign.flag.name}`, command };
  }
  if (error !== undefined) return { kind: 'usage-error', message: error, command };
  const flags = flagValues(occurrences);
  const wanted = command?.operands.length ?? 0;
  const fits =
    command?.arity === 'exact'
      ? rest.length === wanted
      : command?.arity !== 'at-least' || rest.length >= wanted;
  if (!fits && !flags.help) {
    const message = `accepts ${wanted} arg(s), received ${rest.length}`;
    return { kind: 'usage-error', message, command };
  }
  return { kind: 'command', command, flags, operands: rest };
}

interface Occurrence {
  readonly flag: Flag;
  readonly value: string | boolean;
}

interface Scan {
  readonly operands: string[];
  readonly occurrences: Occurrence[];
  /** The first thing wrong with a flag; nothing after it was read. */
  readonly error?: string;
}

class FlagError extends Error {}

function scan(words: readonly string[], known: readonly Flag[]): Scan {
  const operands: string[] = [];
  const occurrences: Occurrence[] = [];
  const rest = [...words];
  try {
    for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
      if (word === '--') operands.push(...rest.splice(0));
      else if (word.startsWith('--')) occurrences.push(longFlag(word, rest, known));
      else if (word.startsWith('-') && word !== '-') occurrences.push(...shortFlags(word, known));
      else operands.push(word);
    }
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    return { operands, occurrences, error: error.message };
  }
  return { operands, occurrences };
}

function longFlag(word: string, rest: string[], known: readonly Flag[]): Occurrence {
  const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  if (name === '' || name.startsWith('-')) throw new FlagError(`bad flag syntax: ${word}`);
  const flag = known.find((candidate) => candidate.name === name);
  if (flag === undefined) throw new FlagError(`unknown flag: --${name}`);
  if (flag.kind === 'boolean') return { flag, value: booleanValue(flag, value) };
  const text = value ?? rest.shift();
  if (text === undefined) throw new FlagError(`flag needs an argument: --${name}`);
  if (flag.choices !== undefined && !flag.choices.includes(text)) {
    const choices = flag.choices.join(' or ');
    throw new FlagError(`invalid argument "${text}" for "${flagLabel(flag)}" flag: expected ${choices}`);
  }
  return { flag, value: text };
}

/** A word such as `-vq` or `-v=false`: booleans only, because no text flag has a shorthand. */
function shortFlags(word: string, known: readonly Flag[]): Occurrence[] {
  const [, letters = '', value] = /^-([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  if (letters === '') throw new FlagError(`bad flag syntax: ${word}`);
  return [...letters].map((letter, index, all) => {
    const flag = known.find((candidate) => candidate.shorthand === letter);
    if (flag === undefined) throw new FlagError(`unknown shorthand flag: '${letter}' in ${word}`);
    return { flag, value: booleanValue(flag, index === all.length - 1 ? value : undefined) };
  });
}

const BOOLEANS = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false] as const),
]);

function booleanValue(flag: Flag, text: string | undefined): boolean {
  const value = text === undefined ? true : BOOLEANS.get(text);
  if (value === undefined) {
    throw new FlagError(`invalid argument "${text}" for "${flagLabel(flag)}" flag: expected true or false`);
  }
  return value;
}

function flagValues(occurrences: readonly Occurrence[]): FlagValues {
  const last = new Map(occurrences.map(({ flag, value }) => [flag.name, value]));
  const logFile = last.get('log-file');
  return {
    verbose: last.get('verbose') === true,
    quiet: last.get('quiet') === true,
    logFile: typeof logFile === 'string' && logFile !== '' ? logFile : undefined,
    dryRun: last.get('dry-run') === true,
    strict: last.get('strict') === true,
    format: last.get('format') === 'json' ? 'json' : 'text',
    help: last.get('help') === true,
  };
}
