import { DRY_RUN_FLAG, FORMAT_FLAG, STRICT_FLAG } from '../flags.ts';
import type { CommandEntry } from './command.ts';

/** Every command, in the order of the help page. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'validate',
    summary: 'Validate a pipeline configuration file',
    description:
      'Validate a pipeline configuration file: its structure and everything that can be compiled without ' +
      'connecting to anything. Environment variables are not needed. Several files, and patterns such as ' +
      "'pipelines/*.yaml', are validated one after the other; the worst exit code wins.",
    operands: ['<config-file>...'],
    arity: 'at-least',
    flags: [STRICT_FLAG, FORMAT_FLAG],
    load: async () => (await import('./validate.ts')).validate,
  },
  {
    name: 'run',
    summary: 'Run a pipeline',
    description:
      'Validate a pipeline configuration file and move its records from the input through the filters to the output.',
    operands: ['<config-file>'],
    arity: 'exact',
    flags: [DRY_RUN_FLAG],
    load: async () => (await import('./run.ts')).run,
  },
  {
    name: 'schema',
    summary: 'Print the JSON Schema of pipeline files',
    description:
      'Print the JSON Schema of pipeline files. An editor that knows it completes and checks them while they are ' +
      'written: save it and start a YAML file with "# yaml-language-server: $schema=<path>".',
    operands: [],
    arity: 'exact',
    flags: [],
    load: async () => (await import('./schema.ts')).schema,
  },
  {
    name: 'version',
    summary: 'Print version, commit and build date',
    description: 'Print version, commit and build date.',
    operands: [],
    arity: 'any',
    flags: [],
    load: async () => (await import('./version.ts')).version,
  },
  {
    name: 'help',
    summary: 'Show the help of a command',
    description: 'Show the help of a command.',
    operands: ['[command]'],
    arity: 'any',
    flags: [],
    load: async () => (await import('./help.ts')).help,
  },
];
