import { DRY_RUN_FLAG } from '../flags.ts';
import type { CommandEntry } from './command.ts';

/** Every command, in the order of the help page. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'validate',
    summary: 'Validate a pipeline configuration file',
    description:
      'Validate a pipeline configuration file: its structure and everything that can be compiled without ' +
      'connecting to anything. Environment variables are not needed.',
    operands: ['<config-file>'],
    exactOperands: true,
    flags: [],
    load: async () => (await import('./validate.ts')).validate,
  },
  {
    name: 'run',
    summary: 'Run a pipeline',
    description:
      'Validate a pipeline configuration file and move its records from the input through the filters to the output.',
    operands: ['<config-file>'],
    exactOperands: true,
    flags: [DRY_RUN_FLAG],
    load: async () => (await import('./run.ts')).run,
  },
  {
    name: 'version',
    summary: 'Print version, commit and build date',
    description: 'Print version, commit and build date.',
    operands: [],
    exactOperands: false,
    flags: [],
    load: async () => (await import('./version.ts')).version,
  },
  {
    name: 'help',
    summary: 'Show the help of a command',
    description: 'Show the help of a command.',
    operands: ['[command]'],
    exactOperands: false,
    flags: [],
    load: async () => (await import('./help.ts')).help,
  },
];
