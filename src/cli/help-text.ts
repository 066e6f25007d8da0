import { type CommandEntry, usageLine } from './commands/command.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { type Flag, GLOBAL_FLAGS } from './flags.ts';

const WIDTH = 100;
const ABOUT =
  'Cannectors moves records between HTTP APIs and databases, as one YAML file describes: an input, filters, an output.';

/** The help page of a command, or of the program when there is none; ends without a newline. */
export async function helpText(
  commands: readonly CommandEntry[],
  command: CommandEntry | undefined,
): Promise<string> {
  // yargs costs more than the whole start of the program: only a help page loads it.
  const { default: yargs } = await import('yargs');
  const page = yargs([])
    .scriptName('cannectors')
    .detectLocale(false)
    .updateStrings({ 'Options:': 'Flags:' })
    .wrap(WIDTH)
    .help(false)
    .version(false)
    .epilogue(exitCodesText());
  if (command === undefined) {
    page.usage(`Usage: cannectors <command> [flags]\n\n${ABOUT}`);
    for (const entry of commands) page.command([entry.name, ...entry.operands].join(' '), entry.summary);
  } else {
    page.usage(`Usage: ${usageLine(command)}\n\n${command.description}`);
  }
  for (const flag of [...(command?.flags ?? []), ...GLOBAL_FLAGS]) addFlag(page, flag);
  return page.getHelp();
}

interface FlagPage {
  option(name: string, options: object): unknown;
}

function addFlag(page: FlagPage, { name, shorthand, kind, summary }: Flag): void {
  page.option(name, {
    type: kind === 'boolean' ? 'boolean' : 'string',
    describe: summary,
    ...(shorthand === undefined ? {} : { alias: shorthand }),
  });
}

function exitCodesText(): string {
  const lines = Object.values(EXIT_CODES).map(({ code, meaning }) => `  ${code}  ${meaning}`);
  return [
    'Exit codes:',
    ...lines,
    '  128 + n  a signal ended the run: 130 for Ctrl+C, 143 for termination',
  ].join('\n');
}
