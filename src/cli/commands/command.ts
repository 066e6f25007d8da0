import type { Logger } from '../../observability/logger.ts';
import type { CliHost } from '../cli-host.ts';
import type { Console } from '../console.ts';
import type { Flag, FlagValues } from '../flags.ts';

/** What a command gets to do its work. */
export interface Invocation {
  readonly operands: readonly string[];
  readonly flags: FlagValues;
  readonly host: CliHost;
  readonly console: Console;
  readonly log: Logger;
  /** Every command there is. */
  readonly commands: readonly CommandEntry[];
}

/** Does the work and returns the exit code. */
export type Execute = (invocation: Invocation) => Promise<number>;

/** One command, declared once: parsing, usage errors, suggestions and help pages follow from it. */
export interface CommandEntry {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What its own help page says. */
  readonly description: string;
  /** Names of the operands, for the usage line. */
  readonly operands: readonly string[];
  /** Whether exactly as many operands as named must be given, or at least so many, or any number. */
  readonly arity: 'exact' | 'at-least' | 'any';
  /** Flags beyond the global ones. */
  readonly flags: readonly Flag[];
  /** Loads the code of this command and of no other. */
  load(): Promise<Execute>;
}

/** `cannectors run <config-file> [flags]`. */
export function usageLine({ name, operands }: CommandEntry): string {
  return ['cannectors', name, ...operands, '[flags]'].join(' ');
}
