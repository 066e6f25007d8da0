import { expect, test } from 'vitest';
import { buildTable } from './build-report.ts';

test('the table names target, file, size, time and what was done, in columns', () => {
  const table = buildTable([
    { target: 'linux-amd64', path: 'bin/cannectors', bytes: 108_412_345, milliseconds: 4321, note: 'built' },
    {
      target: 'windows-arm64',
      path: 'bin/cannectors-windows-arm64.exe',
      bytes: 7e7,
      milliseconds: 12,
      note: 'cached',
    },
  ]);
  expect(table.split('\n')).toEqual([
    'target         file                                  size   time',
    'linux-amd64    bin/cannectors                    108.4 MB  4.3 s  built',
    'windows-arm64  bin/cannectors-windows-arm64.exe   70.0 MB  0.0 s  cached',
  ]);
});
