import { closestName } from '../../core/closest-name.ts';
import { printable } from '../../observability/printable.ts';
import { type CommandEntry, usageLine } from '../commands/command.ts';
import type { UsageError } from '../parse-command-line.ts';

/** What is wrong with a command line and how it is meant. */
export function usageErrorReport(error: UsageError, commands: readonly CommandEntry[]): string[] {
  const { message, command, unknownCommand } = error;
  const lines = [`Error: ${printable(message)}`];
  if (unknownCommand !== undefined) {
    const names = commands.map(({ name }) => name);
    const meant = closestName(unknownCommand, names);
    if (meant !== undefined) lines.push('', 'Did you mean this?', `\t${meant}`);
    return [...lines, '', "Run 'cannectors --help' for usage."];
  }
  const usage = command === undefined ? 'cannectors <command> [flags]' : usageLine(command);
  const help = command === undefined ? 'cannectors --help' : `cannectors ${command.name} --help`;
  return [...lines, 'Usage:', `  ${usage}`, '', `Run '${help}' for usage.`];
}
