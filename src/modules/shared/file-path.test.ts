import { describe, expect, it } from 'vitest';
import type { Files } from '../../core/ports.ts';
import { filePathProblem, readNamedFile } from './file-path.ts';

describe('a path that a pipeline names', () => {
  it.each(['q.sql', './sql/q.sql', '/srv/q.sql', 'a..b/q..sql', 'C:\\sql\\q.sql'])('may be %s', (path) => {
    expect(filePathProblem(path)).toBeUndefined();
  });

  it.each(['../q.sql', 'sql/../q.sql', '/srv/..', '..\\q.sql'])('must not climb: %s', (path) => {
    expect(filePathProblem(path)).toBe(`file path contains path traversal: "${path}"`);
  });

  it('must not hold a NUL character', () => {
    expect(filePathProblem('a\0.sql')).toContain('NUL');
  });
});

describe('reading a named file', () => {
  const files: Files = {
    absolute: (path) => path,
    readText: (path) => {
      if (path === 'none') throw new Error('ENOENT');
      return path === 'empty' ? '' : 'é';
    },
  };

  it('gives the text up to the limit in bytes', () => {
    expect(readNamedFile(files, 'a', 'query file', 2)).toEqual({ text: 'é' });
    expect(readNamedFile(files, 'a', 'query file', 1)).toEqual({
      problem: 'query file a is larger than 1 bytes',
    });
  });

  it('says where a path leads', () => {
    const elsewhere = { ...files, absolute: (path: string) => `/srv/${path}` };
    expect(readNamedFile(elsewhere, 'none', 'query file', 10)).toEqual({
      problem:
        'cannot read query file (paths are resolved from the working directory): reading query file none: ENOENT (/srv/none)',
    });
    expect(readNamedFile(elsewhere, 'empty', 'query file', 10)).toEqual({
      problem: 'query file empty is empty (/srv/empty)',
    });
  });

  it.each([
    ['../a', 'query file path: file path contains path traversal: "../a"'],
    [
      'none',
      'cannot read query file (paths are resolved from the working directory): reading query file none: ENOENT',
    ],
    ['empty', 'query file empty is empty'],
  ])('says why %s cannot be used', (path, problem) => {
    expect(readNamedFile(files, path, 'query file', 10)).toEqual({ problem });
  });
});
