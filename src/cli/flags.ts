/** A flag of the command line. */
export interface Flag {
  readonly name: string;
  readonly shorthand?: string;
  readonly kind: 'boolean' | 'text';
  /** The values a text may have; any when absent. */
  readonly choices?: readonly string[];
  readonly summary: string;
}

/** Flags that every command takes. */
export const GLOBAL_FLAGS: readonly Flag[] = [
  {
    name: 'verbose',
    shorthand: 'v',
    kind: 'boolean',
    summary: 'Log everything, for people instead of programs, and report in detail',
  },
  {
    name: 'quiet',
    shorthand: 'q',
    kind: 'boolean',
    summary: 'Print nothing but errors',
  },
  {
    name: 'log-file',
    kind: 'text',
    summary: 'Also append the log to this file, always as JSON',
  },
  { name: 'help', shorthand: 'h', kind: 'boolean', summary: 'Show this text' },
];

export const DRY_RUN_FLAG: Flag = {
  name: 'dry-run',
  kind: 'boolean',
  summary: 'Run the input and the filters for real and describe the output instead of performing it',
};

export const STRICT_FLAG: Flag = {
  name: 'strict',
  kind: 'boolean',
  summary: 'Take warnings for errors',
};

export const FORMAT_FLAG: Flag = {
  name: 'format',
  kind: 'text',
  choices: ['text', 'json'],
  summary: 'How to report: text for people, json for tools',
};

/** The values of all flags of one command line. */
export interface FlagValues {
  readonly verbose: boolean;
  readonly quiet: boolean;
  /** `undefined` for no file. */
  readonly logFile: string | undefined;
  readonly dryRun: boolean;
  readonly strict: boolean;
  readonly format: 'text' | 'json';
  readonly help: boolean;
}

/** `-v, --verbose` as messages name a flag. */
export function flagLabel({ name, shorthand }: Flag): string {
  return shorthand === undefined ? `--${name}` : `-${shorthand}, --${name}`;
}
