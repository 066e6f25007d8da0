import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cannectors-make-'));
  cpSync('Makefile', join(folder, 'Makefile'));
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  mkdirSync(join(folder, 'bin'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Puts a program in front of the PATH that make gets. */
function program(name: string, script: string): void {
  const path = join(folder, 'bin', name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

function make(...targets: string[]) {
  const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, MAKEFLAGS: undefined };
  const { status, stdout, stderr } = spawnSync('make', targets, { cwd: folder, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** A host whose npm notes what it was asked and installs nothing but the marks of an installation. */
function host(nodeMajor: number, installed = 'node_modules/.package-lock.json node_modules/.bin/node'): void {
  program('node', `case "$1" in -p) echo ${nodeMajor};; *) echo v${nodeMajor}.0.0;; esac`);
  program('npm', `echo "npm $*"; mkdir -p node_modules/.bin; touch ${installed}`);
}

describe('make', () => {
  it('alone prints what there is', () => {
    const { status, stdout } = make();
    expect(status).toBe(0);
    for (const target of [
      'demo',
      'test',
      'check',
      'build',
      'build-linux',
      'build-darwin',
      'build-windows',
      'build-all',
      'verify',
      'clean',
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${target} +\\S`, 'm'));
    }
  });

  it.each(['demo', 'check', 'build', 'build-linux', 'build-darwin', 'build-windows', 'build-all', 'verify'])(
    '%s installs first when nothing is installed, and does not when the installation is newer than the lock file',
    (target) => {
      host(20);
      expect(make(target).stdout).toMatch(/npm ci.*\nnpm run/s);
      expect(make(target).stdout).not.toContain('npm ci');
    },
  );

  it('installs again when the lock file is newer than what is installed', () => {
    host(20);
    make('check');
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(folder, 'package-lock.json'), later, later);
    expect(make('check').stdout).toContain('npm ci');
  });

  it('says so when the Node.js of the host is too old even to install', () => {
    host(16);
    const { status, stdout, stderr } = make('demo');
    expect(status).not.toBe(0);
    expect(stderr).toContain(
      'Node.js v16.0.0 is too old even to install the dependencies: install Node.js 18 or newer',
    );
    expect(stdout).not.toContain('npm');
    expect(existsSync(join(folder, 'node_modules'))).toBe(false);
  });

  it('says so when there is no pinned Node.js for the platform, each time', () => {
    host(20, 'node_modules/.package-lock.json');
    for (const _attempt of [1, 2]) {
      const { status, stderr } = make('demo');
      expect(status).not.toBe(0);
      expect(stderr).toContain('npm installed no Node.js for this platform');
    }
  });
});
