import { describe, expect, it } from 'vitest';
import { COMMANDS } from './commands/table.ts';
import type { FlagValues } from './flags.ts';
import { parseCommandLine } from './parse-command-line.ts';

const NO_FLAGS: FlagValues = {
  verbose: false,
  quiet: false,
  logFile: undefined,
  dryRun: false,
  strict: false,
  format: 'text',
  help: false,
};

/** The command, its operands and the flags that are set. */
function read(...words: string[]) {
  const result = parseCommandLine(words, COMMANDS);
  if (result.kind === 'usage-error') throw new Error(result.message);
  const { command, operands, flags } = result;
  const changed = Object.fromEntries(
    Object.entries(flags).filter(([name, value]) => value !== NO_FLAGS[name as keyof FlagValues]),
  );
  return [command?.name, operands, changed];
}

function errorOf(...words: string[]) {
  const result = parseCommandLine(words, COMMANDS);
  if (result.kind !== 'usage-error') throw new Error(`"${words.join(' ')}" was accepted`);
  return result;
}

describe('a command line', () => {
  it.each([
    [['run', '-v', 'p.yaml'], { verbose: true }],
    [['run', 'p.yaml', '-v'], { verbose: true }],
    [['-v', 'run', 'p.yaml'], { verbose: true }],
    [['run', 'p.yaml', '--verbose'], { verbose: true }],
    [['run', 'p.yaml', '--log-file', 'a.log'], { logFile: 'a.log' }],
    [['--log-file', 'a.log', 'run', 'p.yaml'], { logFile: 'a.log' }],
    [['run', '--log-file=a=b.log', 'p.yaml'], { logFile: 'a=b.log' }],
    [['run', '--log-file', '-v', 'p.yaml'], { logFile: '-v' }],
    [['run', '--log-file', '', 'p.yaml'], {}],
    [['run', '--log-file=', 'p.yaml'], {}],
    [['run', '--log-file', 'a', 'p.yaml', '--log-file', 'b'], { logFile: 'b' }],
    [['run', '-vq', 'p.yaml'], { verbose: true, quiet: true }],
    [['run', '-vq=false', 'p.yaml'], { verbose: true }],
    [['run', '--verbose=false', 'p.yaml'], {}],
    [['run', '-v=T', 'p.yaml'], { verbose: true }],
    [['run', '-v', '--verbose=0', 'p.yaml'], {}],
    [['run', '--verbose=0', '-v', 'p.yaml'], { verbose: true }],
    [['run', '--dry-run', 'p.yaml'], { dryRun: true }],
    [['--dry-run', 'run', 'p.yaml'], { dryRun: true }],
    [['run', 'p.yaml', '--dry-run=true'], { dryRun: true }],
    [['run', '--', 'p.yaml'], {}],
  ])('%j runs p.yaml with %j', (words, flags) => {
    expect(read(...words)).toEqual(['run', ['p.yaml'], flags]);
  });

  it.each([
    [[], undefined, [], {}],
    [['-v'], undefined, [], { verbose: true }],
    [['--help'], undefined, [], { help: true }],
    [['run', '-h'], 'run', [], { help: true }],
    [['-h', 'validate', 'a', 'b'], 'validate', ['a', 'b'], { help: true }],
    [['version', 'extra', 'words'], 'version', ['extra', 'words'], {}],
    [['help', 'run'], 'help', ['run'], {}],
    [['run', '--', '-v'], 'run', ['-v'], {}],
    [['run', '-'], 'run', ['-'], {}],
    [['run', '--verbose', 'false'], 'run', ['false'], { verbose: true }],
    [['validate', '123'], 'validate', ['123'], {}],
    [['validate', 'a.yaml', 'b.yaml'], 'validate', ['a.yaml', 'b.yaml'], {}],
    [['validate', '--strict', '--format', 'json', 'a'], 'validate', ['a'], { strict: true, format: 'json' }],
    [['validate', '--format=text', 'a'], 'validate', ['a'], {}],
  ] as const)('%j is %s %j with %j', (words, command, operands, flags) => {
    expect(read(...words)).toEqual([command, operands, flags]);
  });
});

describe('a wrong command line', () => {
  it.each([
    [['validate'], 'validate', 'accepts 1 arg(s), received 0'],
    [['run', 'a.yaml', 'b.yaml'], 'run', 'accepts 1 arg(s), received 2'],
    [['run', '--strict', 'x.yaml'], 'run', 'unknown flag: --strict'],
    [
      ['validate', '--format', 'xml', 'x.yaml'],
      'validate',
      'invalid argument "xml" for "--format" flag: expected text or json',
    ],
    [['--version'], undefined, 'unknown flag: --version'],
    [['validate', '--dry-run', 'x.yaml'], 'validate', 'unknown flag: --dry-run'],
    [['--dry-run', 'validate', 'x.yaml'], 'validate', 'unknown flag: --dry-run'],
    [['--dry-run'], undefined, 'unknown flag: --dry-run'],
    [['run', '--loud=1', 'x.yaml'], 'run', 'unknown flag: --loud'],
    [['run', '--no-verbose', 'x.yaml'], 'run', 'unknown flag: --no-verbose'],
    [['run', '-x'], 'run', "unknown shorthand flag: 'x' in -x"],
    [['run', '-vx'], 'run', "unknown shorthand flag: 'x' in -vx"],
    [['run', '-1'], 'run', "unknown shorthand flag: '1' in -1"],
    [['run', 'x.yaml', '--log-file'], 'run', 'flag needs an argument: --log-file'],
    [
      ['run', '--verbose=maybe', 'x'],
      'run',
      'invalid argument "maybe" for "-v, --verbose" flag: expected true or false',
    ],
    [['run', '-q=', 'x'], 'run', 'invalid argument "" for "-q, --quiet" flag: expected true or false'],
    [['run', '--dry-run=2'], 'run', 'invalid argument "2" for "--dry-run" flag: expected true or false'],
    [['run', '---v'], 'run', 'bad flag syntax: ---v'],
    [['run', '--=v'], 'run', 'bad flag syntax: --=v'],
    [['run', '-=v'], 'run', 'bad flag syntax: -=v'],
    [['run', '--__proto__'], 'run', 'unknown flag: --__proto__'],
    [['run', '--help', '--loud'], 'run', 'unknown flag: --loud'],
  ])('%j is refused', (words, command, message) => {
    const error = errorOf(...words);
    expect([error.command?.name, error.message]).toEqual([command, message]);
  });

  it('names the word that is no command, whatever else is wrong', () => {
    for (const words of [
      ['runn', 'x'],
      ['-v', 'runn', '--loud'],
      ['runn', '--help'],
    ]) {
      expect(errorOf(...words)).toMatchObject({
        message: 'unknown command "runn" for "cannectors"',
        unknownCommand: 'runn',
      });
    }
  });
});
