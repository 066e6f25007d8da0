import { EXIT_CODES } from '../exit-codes.ts';
import { helpText } from '../help-text.ts';
import type { Invocation } from './command.ts';

/** Prints the help page of the named command, or of the program. */
export async function help({ operands: [topic], commands, console }: Invocation): Promise<number> {
  const command = commands.find(({ name }) => name === topic);
  const text = await helpText(commands, command);
  if (topic === undefined || command !== undefined) console.result(text);
  else console.problem(`Unknown help topic "${topic}"`, '', text);
  return EXIT_CODES.success.code;
}
