import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LogFile, ROTATED_FILES_KEPT, ROTATION_BYTES } from './log-file.ts';

let folder: string;
let path: string;
let now: Date;
let problems: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-file-'));
  path = join(folder, 'run.log');
  now = new Date(2026, 2, 4, 5, 6, 7);
  problems = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(): LogFile {
  return LogFile.open(path, {
    clock: { now: () => now },
    onProblem: (problem, reason) => problems.push(`${problem}: ${reason}`),
  });
}

function files(): string[] {
  return readdirSync(folder).sort();
}

it('is created for its owner only and appended to', () => {
  for (const line of ['one\n', 'two\n']) {
    const file = open();
    file.write(line);
    file.close();
  }
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(problems).toEqual([]);
});

it('has every line on its way to the disk when write returns', () => {
  const file = open();
  file.write('one\n');
  expect(readFileSync(path, 'utf8')).toBe('one\n');
  file.close();
});

it('is renamed at start when it has reached its size, and not one byte earlier', () => {
  writeFileSync(path, Buffer.alloc(ROTATION_BYTES - 1));
  open().close();
  expect(files()).toEqual(['run.log']);
  writeFileSync(path, Buffer.alloc(ROTATION_BYTES));
  open().close();
  expect(files()).toEqual(['run.log', 'run.log.20260304-050607']);
  expect(statSync(path).size).toBe(0);
});

it('is renamed while lines are written, losing none, with names that never collide', () => {
  const file = open();
  const line = `${'x'.repeat(ROTATION_BYTES - 1)}\n`;
  for (let count = 0; count < 3; count += 1) file.write(line);
  file.write('last\n');
  file.close();
  expect(files()).toEqual([
    'run.log',
    'run.log.20260304-050607',
    'run.log.20260304-050607-2',
    'run.log.20260304-050607-3',
  ]);
  expect(readFileSync(path, 'utf8')).toBe('last\n');
  expect(problems).toEqual([]);
});

it('keeps the newest rotated files and touches no others', () => {
  for (let day = 10; day < 10 + ROTATED_FILES_KEPT; day += 1) {
    writeFileSync(join(folder, `run.log.202601${day}-000000`), '');
  }
  writeFileSync(join(folder, 'run.log.20260110-000000-10'), '');
  writeFileSync(join(folder, 'run.log.20260110-000000-9'), '');
  for (const other of ['run.log.old', 'run.log.20200101-000000.gz', 'other.log.20200101-000000']) {
    writeFileSync(join(folder, other), '');
  }
  writeFileSync(path, Buffer.alloc(ROTATION_BYTES));
  open().close();
  const kept = files();
  expect(kept.filter((name) => /^run\.log\.\d{8}-\d{6}(-\d+)?$/.test(name))).toHaveLength(ROTATED_FILES_KEPT);
  expect(kept).toContain('run.log.20260304-050607');
  expect(kept).not.toContain('run.log.20260110-000000-10');
  expect(kept).toEqual(
    expect.arrayContaining(['run.log.old', 'run.log.20200101-000000.gz', 'other.log.20200101-000000']),
  );
});

it('says why it cannot be opened', () => {
  path = join(folder, 'missing', 'run.log');
  expect(open).toThrow(`opening log file: open ${path}: no such file or directory`);
  path = folder;
  expect(open).toThrow(`opening log file: open ${path}: illegal operation on a directory`);
});

it('stays with the old file when it cannot be renamed, and reports it once', () => {
  mkdirSync(join(folder, 'logs'));
  path = join(folder, 'logs', 'run.log');
  const file = open();
  file.write(`${'x'.repeat(ROTATION_BYTES - 1)}\n`);
  // The folder goes, so that the file has no name any more that could be changed.
  rmSync(join(folder, 'logs'), { recursive: true });
  file.write('after\n');
  file.write('after\n');
  file.close();
  expect(problems).toEqual(['log rotation failed: no such file or directory']);
});

it('may be written to by the report of its own rotation', () => {
  mkdirSync(join(folder, 'logs'));
  path = join(folder, 'logs', 'run.log');
  const file = LogFile.open(path, {
    clock: { now: () => now },
    onProblem: (problem) => {
      problems.push(problem);
      file.write(`${problem}\n`);
    },
  });
  file.write(`${'x'.repeat(ROTATION_BYTES - 1)}\n`);
  rmSync(join(folder, 'logs'), { recursive: true });
  file.write('after\n');
  file.close();
  expect(problems).toEqual(['log rotation failed']);
});

it.skipIf(process.platform === 'win32')('takes a device for what it is', () => {
  path = '/dev/null';
  const file = open();
  file.write('gone\n');
  file.close();
  expect(problems).toEqual([]);
});

it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'goes on with an existing file in a folder that cannot be written to',
  () => {
    writeFileSync(path, Buffer.alloc(ROTATION_BYTES));
    chmodSync(folder, 0o500);
    try {
      open().close();
      expect(problems).toEqual(['log rotation failed: permission denied']);
      expect(existsSync(path)).toBe(true);
    } finally {
      chmodSync(folder, 0o700);
    }
  },
);
