import { errorText } from '../core/errors.ts';
import type { Logger } from '../observability/logger.ts';
import { printable } from '../observability/printable.ts';
import { redactText } from '../observability/redaction.ts';
import type { CliHost } from './cli-host.ts';
import type { Invocation } from './commands/command.ts';
import { COMMANDS } from './commands/table.ts';
import { Console } from './console.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { helpText } from './help-text.ts';
import { openLog } from './open-log.ts';
import { type CommandLine, parseCommandLine } from './parse-command-line.ts';
import { usageErrorReport } from './report/usage-error-report.ts';

/**
 * Executes one command line and resolves to the exit code of the process. Never rejects. Work may still be going on
 * when a second signal or an uncaught error has decided the exit code: the caller ends the process with it.
 *
 * @param words the words after the program's name
 */
export async function runCommandLine(words: readonly string[], host: CliHost): Promise<number> {
  const parsed = parseCommandLine(words, COMMANDS);
  if (parsed.kind === 'usage-error') {
    new Console(host, false).problem(...usageErrorReport(parsed, COMMANDS));
    return EXIT_CODES.runtime.code;
  }
  const console = new Console(host, parsed.flags.quiet);
  const { logger, close } = openLog(parsed.flags, host, console);
  let ignoreUncaught = (): void => {};
  const uncaught = new Promise<never>((_, reject) => {
    ignoreUncaught = host.onUncaughtError(reject);
  });
  try {
    return await Promise.race([execute(parsed, host, console, logger), uncaught]);
  } catch (error) {
    return reportInternalError(error, console, logger);
  } finally {
    ignoreUncaught();
    close();
  }
}

async function execute(
  { command, flags, operands }: CommandLine,
  host: CliHost,
  console: Console,
  log: Logger,
): Promise<number> {
  if (command === undefined || flags.help) {
    console.result(await helpText(COMMANDS, command));
    return EXIT_CODES.success.code;
  }
  const invocation: Invocation = { operands, flags, host, console, log, commands: COMMANDS };
  const perform = await command.load();
  return perform(invocation);
}

/** An error nobody expected: one line on each channel. The first line of its text leaves out any stack or code frame. */
function reportInternalError(error: unknown, console: Console, log: Logger): number {
  const [firstLine = ''] = errorText(error).split('\n');
  const text = redactText(firstLine);
  log.error('internal error', { error: text });
  console.problem(`✗ Internal error: ${printable(text)}`);
  return EXIT_CODES.runtime.code;
}
