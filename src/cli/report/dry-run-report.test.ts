import { describe, expect, it } from 'vitest';
import type {
  HttpOperationPreview,
  OperationPreview,
  SqlOperationPreview,
} from '../../modules/contract/operation-preview.ts';
import { dryRunReport } from './dry-run-report.ts';

const HTTP: HttpOperationPreview = {
  kind: 'http',
  recordCount: 25,
  method: 'POST',
  endpoint: 'https://dst.example/api/orders?page=1',
  headers: [
    ['User-Agent', 'Cannectors-Runtime/1.0'],
    ['Content-Type', 'application/json'],
  ],
  body: '[\n  1\n]',
};

const SQL: SqlOperationPreview = {
  kind: 'sql',
  recordCount: 1,
  driver: 'postgres',
  target: 'postgres://app:[REDACTED]@db.example:5432/sales',
  operation: 'INSERT INTO',
  table: 'events',
  statement: 'INSERT INTO events (id, seq)\nVALUES ($1, $2)\n',
  parameters: ['record.id', 'record.seq'],
  rows: [['"EVT-1"', '1']],
  rowsOmitted: 0,
  transaction: false,
};

function report(operations: readonly OperationPreview[], verbose = false): string[] {
  return dryRunReport(
    { kind: 'operations', operations },
    { verbose, recordCount: 25, input: 'database', filters: ['mapping', 'drop'] },
  );
}

const HEAD = ['', '📋 Dry-Run Preview (what would have been done):', ''];
const TAIL = [
  '',
  'ℹ️  Nothing was sent or written to the target system (dry-run mode)',
  '   These ran for real: input database, filter mapping, filter drop',
];

function rows(count: number): string[][] {
  return Array.from({ length: count }, (_, index) => [`"EVT-${index + 1}"`, String(index + 1)]);
}

describe('an HTTP request', () => {
  it('is shown with its endpoint, sorted headers and body', () => {
    expect(report([HTTP])).toEqual([
      ...HEAD,
      '  Endpoint: POST https://dst.example/api/orders?page=1',
      '  Records: 25',
      '  Headers:',
      '    Content-Type: application/json',
      '    User-Agent: Cannectors-Runtime/1.0',
      '  Body:',
      '    [',
      '      1',
      '    ]',
      ...TAIL,
    ]);
  });

  it('has no section for headers or body that are not sent', () => {
    expect(report([{ ...HTTP, headers: [], body: '' }])).toEqual([
      ...HEAD,
      '  Endpoint: POST https://dst.example/api/orders?page=1',
      '  Records: 25',
      ...TAIL,
    ]);
  });

  it('shows ten lines of a longer body, all of them in detail', () => {
    const lines = Array.from({ length: 11 }, (_, index) => `line ${index + 1}`);
    const operation = { ...HTTP, headers: [], body: lines.join('\n') };
    expect(report([operation]).slice(5, -TAIL.length)).toEqual([
      '  Body (truncated, use --verbose for full):',
      ...lines.slice(0, 10).map((line) => `    ${line}`),
      '    ... (1 more lines)',
    ]);
    expect(report([operation], true).slice(5, -TAIL.length)).toEqual([
      '  Body:',
      ...lines.map((line) => `    ${line}`),
    ]);
    expect(report([{ ...operation, body: lines.slice(0, 10).join('\n') }])).toContain('  Body:');
  });

  it('cannot drive the terminal', () => {
    const lines = report([
      { ...HTTP, headers: [['X', 'a\u001b[2J']], body: '\u001b[2J\n\tb', endpoint: 'https://a/\n' },
    ]);
    expect(lines.join('')).not.toContain('\u001b');
    expect(lines).toContain('    \tb');
    expect(lines).toContain('  Endpoint: POST https://a/\\n');
  });
});

describe('an SQL statement', () => {
  it('is shown with its target, statement, parameters and values', () => {
    expect(report([{ ...SQL, transaction: true }])).toEqual([
      ...HEAD,
      '  Operation: INSERT INTO events (postgres)',
      '  Target: postgres://app:[REDACTED]@db.example:5432/sales',
      '  Records: 1',
      '  Transaction: all statements in one transaction',
      '  Statement:',
      '    INSERT INTO events (id, seq)',
      '    VALUES ($1, $2)',
      '  Parameters: record.id, record.seq',
      '  Values:',
      '    1: "EVT-1", 1',
      ...TAIL,
    ]);
  });

  it('names no table that is not known, and no section without values', () => {
    const bare = { ...SQL, operation: 'STATEMENT', table: undefined, parameters: [], rows: [[], []] };
    expect(report([bare]).slice(3, -TAIL.length)).toEqual([
      '  Operation: STATEMENT (postgres)',
      '  Target: postgres://app:[REDACTED]@db.example:5432/sales',
      '  Records: 1',
      '  Statement:',
      '    INSERT INTO events (id, seq)',
      '    VALUES ($1, $2)',
    ]);
    expect(report([{ ...bare, rows: [] }])).not.toContain('  Values:');
  });

  it('shows five executions and counts the others, more of them in detail', () => {
    const operation = { ...SQL, recordCount: 250, rows: rows(100), rowsOmitted: 150 };
    const brief = report([operation]);
    const values = brief.slice(
      brief.indexOf('  Values (truncated, use --verbose for all):') + 1,
      -TAIL.length,
    );
    expect(values).toEqual([
      '    1: "EVT-1", 1',
      '    2: "EVT-2", 2',
      '    3: "EVT-3", 3',
      '    4: "EVT-4", 4',
      '    5: "EVT-5", 5',
      '    ... (245 more executions)',
    ]);
    const detailed = report([operation], true);
    const all = detailed.slice(detailed.indexOf('  Values:') + 1, -TAIL.length);
    expect(all).toHaveLength(101);
    expect(all.slice(-2)).toEqual(['    100: "EVT-100", 100', '    ... (150 more executions)']);
  });

  it('cuts long values between characters, unless in detail', () => {
    const long = `"${'é'.repeat(200)}"`;
    const operation = { ...SQL, rows: [[long, '😀'.repeat(61), 'x'.repeat(60)]] };
    const brief = report([operation]);
    expect(brief).toContain('  Values (truncated, use --verbose for all):');
    expect(brief).toContain(`    1: "${'é'.repeat(59)}…, ${'😀'.repeat(60)}…, ${'x'.repeat(60)}`);
    const detailed = report([operation], true);
    expect(detailed).toContain('  Values:');
    expect(detailed).toContain(`    1: ${long}, ${'😀'.repeat(61)}, ${'x'.repeat(60)}`);
  });
});

describe('several operations', () => {
  it('are numbered and separated', () => {
    const bare = { ...HTTP, headers: [], body: '' };
    expect(report([bare, { ...bare, method: 'PUT' }])).toEqual([
      ...HEAD,
      '─── Operation 1 of 2 ───',
      '  Endpoint: POST https://dst.example/api/orders?page=1',
      '  Records: 25',
      '',
      '─── Operation 2 of 2 ───',
      '  Endpoint: PUT https://dst.example/api/orders?page=1',
      '  Records: 25',
      ...TAIL,
    ]);
  });

  it('are shown up to ten with their real total, all of them in detail', () => {
    const operations = Array.from({ length: 25 }, () => HTTP);
    const brief = report(operations);
    expect(brief.filter((line) => line.startsWith('───'))).toHaveLength(10);
    expect(brief).toContain('─── Operation 10 of 25 ───');
    expect(brief.slice(-5, -3)).toEqual(['', '... (15 more operations, use --verbose for all)']);
    const detailed = report(operations, true);
    expect(detailed.filter((line) => line.startsWith('───'))).toHaveLength(25);
    expect(detailed.join('\n')).not.toContain('more operations');
  });
});

it('says that no record reached the output', () => {
  const facts = { verbose: false, recordCount: 0, input: 'httpPolling', filters: [] };
  expect(dryRunReport({ kind: 'operations', operations: [] }, facts)).toEqual([
    '',
    '📋 Dry-Run Preview: records that reached the output: 0. Nothing would be sent or written.',
    '   These ran for real: input httpPolling',
  ]);
});

it('says why the output cannot be described', () => {
  const facts = { verbose: false, recordCount: 3, input: 'database', filters: ['drop'] };
  expect(dryRunReport({ kind: 'failed', reason: 'no value for\nid' }, facts)).toEqual([
    '',
    '📋 Dry-Run Preview: the output module failed to describe what it would do.',
    '   Reason: no value for\\nid',
    '   Nothing was sent or written to the target system (dry-run mode).',
    '   These ran for real: input database, filter drop',
  ]);
});
