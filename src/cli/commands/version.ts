import { EXIT_CODES } from '../exit-codes.ts';
import type { Invocation } from './command.ts';

/** Prints what the executable was built from. */
export async function version({ host, console }: Invocation): Promise<number> {
  const { version: name, commit, buildDate } = host.buildInfo;
  console.result(
    `Version: ${name || 'dev'}`,
    `Commit: ${commit || 'unknown'}`,
    `Build Date: ${buildDate || 'unknown'}`,
  );
  return EXIT_CODES.success.code;
}
