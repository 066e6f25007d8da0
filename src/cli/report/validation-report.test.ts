import { expect, it } from 'vitest';
import type { DocumentProblem } from '../../pipeline/validation/document-problem.ts';
import { validationReport } from './validation-report.ts';

const BRIEF = { verbose: false, quiet: false };
const DETAILED = { verbose: true, quiet: false };

const PROBLEMS: DocumentProblem[] = [
  {
    path: [],
    type: 'required',
    message: 'missing "input"',
    expected: 'input',
    position: { line: 1, column: 1 },
  },
  {
    path: ['filters', 0],
    type: 'additionalProperties',
    message: 'unknown properties expresion are not allowed',
    suggestion: 'expression',
    position: { line: 8, column: 5 },
  },
];

it('is one line a problem, with its place, the name that was meant, and a hint at the end', () => {
  expect(validationReport(PROBLEMS, 'p.yaml', BRIEF)).toEqual([
    '✗ Validation errors:',
    '  /: missing "input" (p.yaml:1:1)',
    '  filters[0]: unknown properties expresion are not allowed (p.yaml:8:5)',
    '    Did you mean "expression"?',
    '',
    'Hint: Use --verbose for detailed error information',
  ]);
});

it('says everything in detail, without the hint', () => {
  expect(validationReport(PROBLEMS, 'p.yaml', DETAILED)).toEqual([
    '✗ Validation errors:',
    '  /:',
    '    Message: missing "input"',
    '    Type: required',
    '    Expected: input',
    '    At: p.yaml:1:1',
    '  filters[0]:',
    '    Message: unknown properties expresion are not allowed',
    '    Type: additionalProperties',
    '    At: p.yaml:8:5',
    '    Suggestion: expression',
  ]);
});

it('shows the line of a mistake inside a text, below the problem', () => {
  const problem: DocumentProblem = {
    path: ['filters', 0, 'expression'],
    type: 'expression',
    message: 'unexpected token >',
    position: { line: 8, column: 21 },
    excerpt: { line: 'a > > b', caret: 4 },
  };
  expect(validationReport([problem], 'p.yaml', { verbose: false, quiet: true })).toEqual([
    '✗ Validation errors:',
    '  filters[0].expression: unexpected token > (p.yaml:8:21)',
    '    | a > > b',
    '    | ....^',
  ]);
  expect(validationReport([problem], 'p.yaml', DETAILED).slice(-3)).toEqual([
    '    At: p.yaml:8:21',
    '    | a > > b',
    '    | ....^',
  ]);
});

it('has no hint when quiet', () => {
  const lines = validationReport(PROBLEMS, 'p.yaml', { verbose: false, quiet: true });
  expect(lines.at(-1)).toBe('    Did you mean "expression"?');
});

it.each([
  [80, 'é'.repeat(80)],
  [81, `${'é'.repeat(77)}...`],
  [200, `${'é'.repeat(77)}...`],
])('cuts a message of %d characters only when it has more than 80', (length, text) => {
  const problem: DocumentProblem = {
    path: ['input', 'endpoint'],
    type: 'length',
    message: 'é'.repeat(length),
    position: { line: 2, column: 3 },
  };
  expect(validationReport([problem], 'p.yaml', BRIEF)[1]).toBe(`  input.endpoint: ${text} (p.yaml:2:3)`);
  expect(validationReport([problem], 'p.yaml', DETAILED)).toContain(`    Message: ${'é'.repeat(length)}`);
});

it('cannot be forged by names in the file', () => {
  const problem: DocumentProblem = {
    path: ['a\n✓ Configuration is valid'],
    type: 'additionalProperties',
    message: 'unknown property "\u001b[2Jx"',
    suggestion: 'y\n',
    position: { line: 1, column: 1 },
  };
  expect(validationReport([problem], 'p.yaml', { verbose: false, quiet: true })).toEqual([
    '✗ Validation errors:',
    '  a\\n✓ Configuration is valid: unknown property "\\u001b[2Jx" (p.yaml:1:1)',
    '    Did you mean "y\\n"?',
  ]);
});
