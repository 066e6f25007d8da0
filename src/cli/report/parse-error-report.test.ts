import { expect, it } from 'vitest';
import { ParseError } from '../../pipeline/document/parse-error.ts';
import { parseErrorReport } from './parse-error-report.ts';

it.each([
  [new ParseError('p.yaml', 'syntax', 'bad indentation', 3, 5), '  p.yaml:3:5: bad indentation'],
  [new ParseError('p.yaml', 'syntax', 'bad indentation', 3), '  p.yaml:3: bad indentation'],
  [new ParseError('p.yaml', 'io', 'failed to read file: x'), '  p.yaml: failed to read file: x'],
  [new ParseError('', 'format', 'no mapping'), '  no mapping'],
  [new ParseError('a\nb', 'format', 'no\u001b[2J'), '  a\\nb: no\\u001b[2J'],
])('%s reads "%s"', (error, line) => {
  expect(parseErrorReport([error], { verbose: false })).toEqual(['✗ Parse errors:', line]);
});

it('adds the kind of error in detail', () => {
  const errors = [new ParseError('a', 'io', 'first'), new ParseError('b', 'syntax', 'second', 1, 2)];
  expect(parseErrorReport(errors, { verbose: true })).toEqual([
    '✗ Parse errors:',
    '  a: first',
    '    Type: io',
    '  b:1:2: second',
    '    Type: syntax',
  ]);
});
