import { expect, it } from 'vitest';
import { COMMANDS } from '../commands/table.ts';
import { parseCommandLine } from '../parse-command-line.ts';
import { usageErrorReport } from './usage-error-report.ts';

function reportOn(...words: string[]): string[] {
  const error = parseCommandLine(words, COMMANDS);
  if (error.kind !== 'usage-error') throw new Error('the command line is right');
  return usageErrorReport(error, COMMANDS);
}

it('shows how the command is used', () => {
  expect(reportOn('validate')).toEqual([
    'Error: accepts 1 arg(s), received 0',
    'Usage:',
    '  cannectors validate <config-file>... [flags]',
    '',
    "Run 'cannectors validate --help' for usage.",
  ]);
  expect(reportOn('--version')).toEqual([
    'Error: unknown flag: --version',
    'Usage:',
    '  cannectors <command> [flags]',
    '',
    "Run 'cannectors --help' for usage.",
  ]);
});

it('suggests the command that was meant, when one is close', () => {
  expect(reportOn('runn', 'x')).toEqual([
    'Error: unknown command "runn" for "cannectors"',
    '',
    'Did you mean this?',
    '\trun',
    '',
    "Run 'cannectors --help' for usage.",
  ]);
  expect(reportOn('a\u001b[2J')).toEqual([
    'Error: unknown command "a\\u001b[2J" for "cannectors"',
    '',
    "Run 'cannectors --help' for usage.",
  ]);
});
