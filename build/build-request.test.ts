import { expect, test } from 'vitest';
import { parseBuildRequest } from './build-request.ts';
import { TARGETS, targetNamed } from './targets.ts';

const host = () => targetNamed('linux-amd64');

function parse(argv: string[], environment: Record<string, string> = {}) {
  return parseBuildRequest(argv, environment, '22.23.2', host);
}

function written(argv: string[], environment: Record<string, string> = {}): [string, string][] {
  const request = parse(argv, environment);
  return request === 'help' ? [] : request.outputs.map(({ target, path }) => [target.name, path]);
}

test('without options the executable of this machine goes to bin/cannectors', () => {
  expect(written([])).toEqual([['linux-amd64', 'bin/cannectors']]);
});

test('on Windows the executable of the machine gets its extension', () => {
  const request = parseBuildRequest([], {}, '22.23.2', () => targetNamed('windows-amd64'));
  expect(request).toMatchObject({ outputs: [{ path: 'bin/cannectors.exe' }] });
});

test.each([
  [['--target', 'linux-arm64'], 'linux-arm64', 'bin/cannectors-linux-arm64'],
  [['--target', 'windows-amd64'], 'windows-amd64', 'bin/cannectors-windows-amd64.exe'],
  [['--target', 'linux-arm64', '--out', 'dist/x'], 'linux-arm64', 'dist/x'],
  [['--out', 'dist/x'], 'linux-amd64', 'dist/x'],
])('%j builds %s into %s', (argv, target, path) => {
  expect(written(argv)).toEqual([[target, path]]);
});

test('--all builds every target into bin under its released name', () => {
  const names = TARGETS.map(({ name }) => name);
  expect(written(['--all'])).toEqual(
    names.map((name) => [name, `bin/cannectors-${name}${name.startsWith('windows') ? '.exe' : ''}`]),
  );
});

test('GOOS and GOARCH name the target when --target does not', () => {
  const go = { GOOS: 'linux', GOARCH: 'arm64' };
  expect(written([], go)).toEqual([['linux-arm64', 'bin/cannectors-linux-arm64']]);
  expect(written(['--target', 'darwin-arm64'], go)).toEqual([
    ['darwin-arm64', 'bin/cannectors-darwin-arm64'],
  ]);
  expect(written(['--all'], go)).toHaveLength(6);
});

test('one of GOOS and GOARCH is completed by the machine', () => {
  expect(written([], { GOOS: 'darwin' })).toEqual([['darwin-amd64', 'bin/cannectors-darwin-amd64']]);
  expect(written([], { GOARCH: 'arm64' })).toEqual([['linux-arm64', 'bin/cannectors-linux-arm64']]);
  expect(written([], { GOOS: '', GOARCH: '' })).toEqual([['linux-amd64', 'bin/cannectors']]);
});

test('the pinned Node.js from npm is embedded unless something else is asked for', () => {
  expect(parse([])).toMatchObject({ nodeVersion: '22.23.2', nodeSource: 'npm' });
  expect(parse(['--node-version', 'v26.10.0', '--node-source', 'dist'])).toMatchObject({
    nodeVersion: '26.10.0',
    nodeSource: 'dist',
  });
});

test('--help asks for the help text', () => {
  expect(parse(['--help'])).toBe('help');
});

test.each([
  [
    ['--target', 'solaris-sparc'],
    /unknown target "solaris-sparc"; known targets: linux-amd64, .*windows-arm64/,
  ],
  [['--all', '--out', 'x'], /--all .* neither --target nor --out/],
  [['--all', '--target', 'linux-amd64'], /--all .* neither --target nor --out/],
  [['--node-version', '26'], /--node-version takes an exact version such as 22\.23\.2, not "26"/],
  [['--node-source', 'ftp'], /--node-source takes npm or dist, not "ftp"/],
  [['--tarket', 'linux-amd64'], /--tarket/],
  [['linux-amd64'], /linux-amd64/],
])('%j is refused', (argv, message) => {
  expect(() => parse(argv)).toThrow(message);
});

test('an unknown target in the environment is refused with the known ones', () => {
  expect(() => parse([], { GOOS: 'plan9', GOARCH: 'arm' })).toThrow(
    /"plan9-arm"; known targets: linux-amd64/,
  );
});
