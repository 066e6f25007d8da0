import { expect, it } from 'vitest';
import { Duration } from '../../core/duration.ts';
import { CannectorsError } from '../../core/errors.ts';
import { ModuleCreationError } from '../../pipeline/load-pipeline.ts';
import type { RunResult } from '../../pipeline/run-result.ts';
import { creationFailureReport } from './creation-failure-report.ts';
import { failureReport, successReport } from './run-report.ts';

const RESULT: RunResult = {
  pipelineId: 'p',
  status: 'success',
  startedAt: new Date(0),
  completedAt: new Date(1500),
  duration: Duration.ofMilliseconds(1500),
  recordsProcessed: 3,
  recordsFailed: 0,
  recordsSkipped: 0,
  errorCounts: [],
  cancelled: false,
};

it('of a plain success is the status and the number of records', () => {
  expect(successReport(RESULT, { verbose: false })).toEqual([
    '✓ Pipeline executed successfully',
    '  Status: success',
    '  Records processed: 3',
  ]);
});

it('of a success with losses adds failed and skipped records, markers by category and, in detail, the duration', () => {
  const result: RunResult = {
    ...RESULT,
    recordsProcessed: 1,
    recordsFailed: 2,
    recordsSkipped: 4,
    errorCounts: [
      ['network', 2],
      ['validation', 1],
    ],
  };
  expect(successReport(result, { verbose: true })).toEqual([
    '✓ Pipeline executed successfully',
    '  Status: success',
    '  Records processed: 1',
    '  Records failed: 2',
    '  Records skipped: 4',
    '  Error markers: 3',
    '    network: 2',
    '    validation: 1',
    '  Duration: 1.5s',
  ]);
});

it.each([
  [44_688_984, '45ms'],
  [2_500_400_000, '2.5s'],
  [250_000, '250µs'],
])('gives a duration of %d ns as %s', (nanoseconds, text) => {
  const result = { ...RESULT, duration: new Duration(nanoseconds) };
  expect(successReport(result, { verbose: true }).at(-1)).toBe(`  Duration: ${text}`);
});

it('of a failure is the module and the reason, on one line each', () => {
  const failure = {
    stage: 'filter' as const,
    code: 'X',
    message: 'filter module 0 failed: first\nsecond',
    module: 'mapping',
    filterIndex: 0,
    details: {},
    error: new CannectorsError('first\nsecond'),
  };
  expect(failureReport({ ...RESULT, status: 'error', failure })).toEqual([
    '✗ Pipeline execution failed',
    '  Module: mapping',
    '  Error: filter module 0 failed: first\\nsecond',
  ]);
});

it.each([
  ['input', '✗ Failed to create input module: no route to https://a.example/x'],
  ['filter', '✗ Failed to create filter modules: no route to https://a.example/x'],
  ['output', '✗ Failed to create output module: no route to https://a.example/x'],
] as const)('of a module that cannot be built names the %s and redacts the reason', (stage, line) => {
  const error = new ModuleCreationError(stage, 'no route to https://u:p@a.example/x?key=s');
  expect(creationFailureReport(error)).toBe(line);
});
