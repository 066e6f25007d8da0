import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bundle, bundleRuntime } from './bundle.ts';

const source = { version: '1.2.3', commit: 'abc123', buildDate: '2026-01-02T03:04:05Z' };

const FILES: Record<string, string> = {
  'package.json': '{"type":"module"}',
  'src/main.ts': `
    import { eager } from 'eager';
    import { part } from './part.ts';
    declare const __CANNECTORS_VERSION__: string;
    declare const __CANNECTORS_COMMIT__: string;
    declare const __CANNECTORS_BUILD_DATE__: string;
    const values = [__CANNECTORS_VERSION__, __CANNECTORS_COMMIT__, __CANNECTORS_BUILD_DATE__];
    export async function run(name: string): Promise<unknown> {
      if (name === 'values') return [...values, eager, part];
      if (name === 'url') return import.meta.url;
      if (name === 'esm') return import('esm-only');
      if (name === 'cjs') return import('common');
      if (name === 'sub') return import('@scope/name/sub');
      if (name === 'own') return import('./part.ts');
      return import('node:path');
    }
  `,
  'src/failing.ts': `
    if (process.argv[2] === 'throw') throw new TypeError('broken\\nsecond line');
    if (process.argv[2] === 'reject') void Promise.reject(new Error('rejected'));
    if (process.argv[2] === 'handled') {
      process.on('uncaughtException', () => process.exit(42));
      throw new Error('handled elsewhere');
    }
  `,
  'src/part.ts': `export const part: string = 'part';`,
  ...packageFiles('eager', `export const eager = 'EAGER_MARK';`),
  ...packageFiles(
    'esm-only',
    `import './dependency.js'; import { inner } from 'dependency';
     export default class Client {}; export const named = inner; export const url = import.meta.url;
     export const lazily = () => import('dependency'); export const marker = 'ESM_MARK';`,
  ),
  'node_modules/esm-only/dependency.js': `// nothing but a comment with a path`,
  ...packageFiles('dependency', `export const inner = 'inner';`),
  ...packageFiles(
    'common',
    `module.exports = function common() { return 'common'; }; module.exports.part = 'CJS_MARK';`,
    'commonjs',
  ),
  'node_modules/@scope/name/package.json':
    '{"name":"@scope/name","type":"module","exports":{"./sub":"./sub.js"}}',
  'node_modules/@scope/name/sub.js': `export const sub = 'sub';`,
};

function packageFiles(name: string, code: string, type = 'module'): Record<string, string> {
  const folder = `node_modules/${name}`;
  const manifest = { name, version: '1.0.0', type, license: 'MIT', exports: './index.js' };
  return { [`${folder}/package.json`]: JSON.stringify(manifest), [`${folder}/index.js`]: code };
}

let root: string;
let bundle: Bundle;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'bundle-'));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  bundle = await bundleRuntime({ root, entry: 'src/main.ts', source });
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs the main file as the executable does, with the assets of the bundle. */
function load(): { run: (name: string) => Promise<Record<string, unknown>> } {
  const require = createRequire(import.meta.url);
  const getAsset = (name: string) => Buffer.from(bundle.assets.get(name) ?? []).toString();
  const module = { exports: {} as ReturnType<typeof load> };
  const run = new Function('exports', 'require', 'module', '__filename', '__dirname', bundle.main);
  run(
    module.exports,
    (name: string) => (name === 'node:sea' ? { getAsset } : require(name)),
    module,
    '/bin/x',
    '/bin',
  );
  return module.exports;
}

describe('the main file', () => {
  test('has version, commit and build date compiled in', async () => {
    expect(await load().run('values')).toEqual([
      '1.2.3',
      'abc123',
      '2026-01-02T03:04:05Z',
      'EAGER_MARK',
      'part',
    ]);
  });

  test('holds no library that is imported on demand, and requires only assets and modules of Node.js', () => {
    expect(bundle.main).toContain('EAGER_MARK');
    expect(bundle.main).not.toMatch(/ESM_MARK|CJS_MARK/);
    const required = [...bundle.main.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name ?? '');
    expect(required.length).toBeGreaterThan(3);
    for (const name of required) {
      expect(name.startsWith('node:') || bundle.assets.has(name.replace(/^\.\//, 'app/'))).toBe(true);
    }
  });

  test('knows its own address, which is a valid file URL', async () => {
    expect(await load().run('url')).toBe('file:///bin/x');
  });

  test('still imports own files and modules of Node.js on demand', async () => {
    expect((await load().run('own'))['part']).toBe('part');
    expect((await load().run('path'))['sep']).toBeTypeOf('string');
  });

  test('has no line that fills a screen when an error shows it', () => {
    const longest = Math.max(...bundle.main.split('\n').map((line) => line.length));
    expect(longest).toBeLessThan(1000);
  });
});

describe('a library imported on demand', () => {
  test('is an asset of its own, with what it needs inside', () => {
    expect([...bundle.assets.keys()].filter((name) => name.startsWith('lib/'))).toEqual([
      'lib/@scope/name/sub.js',
      'lib/common.js',
      'lib/esm-only.js',
    ]);
    expect(Buffer.from(bundle.assets.get('lib/esm-only.js') ?? []).toString()).toContain('inner');
  });

  test('has the namespace of an ES module', async () => {
    const library = await load().run('esm');
    expect(library).toMatchObject({ named: 'inner', marker: 'ESM_MARK', url: 'file:///bin/x' });
    expect(library['default']).toBeTypeOf('function');
    expect(await (library['lazily'] as () => Promise<unknown>)()).toMatchObject({ inner: 'inner' });
  });

  test('has the namespace that Node.js gives a CommonJS package', async () => {
    const library = await load().run('cjs');
    expect((library['default'] as () => string)()).toBe('common');
    expect(library['part']).toBe('CJS_MARK');
  });

  test('may be a part of a package', async () => {
    expect(await load().run('sub')).toMatchObject({ sub: 'sub' });
  });

  test('is compiled once', async () => {
    const { run } = load();
    expect((await run('esm'))['default']).toBe((await run('esm'))['default']);
  });
});

test('the inputs name every package, so that its licence can be found', () => {
  for (const name of ['eager', 'esm-only', 'dependency', 'common', '@scope/name']) {
    expect([...bundle.inputs].some((input) => input.startsWith(`node_modules/${name}/`))).toBe(true);
  }
});

test('the same tree in another folder gives the same bytes, and no path of it', async () => {
  const other = mkdtempSync(join(tmpdir(), 'another-place-'));
  try {
    cpSync(root, other, { recursive: true });
    const copy = await bundleRuntime({ root: other, entry: 'src/main.ts', source });
    expect(copy.main).toBe(bundle.main);
    expect([...copy.assets]).toEqual([...bundle.assets]);
    for (const text of [
      copy.main,
      ...[...copy.assets.values()].map((asset) => Buffer.from(asset).toString()),
    ]) {
      expect(text).not.toContain(other);
      expect(text).not.toContain(root);
    }
  } finally {
    rmSync(other, { recursive: true, force: true });
  }
});

test('what esbuild warns about fails the build', async () => {
  writeFileSync(
    join(root, 'src', 'warned.ts'),
    'export const x = import.meta.unknown; console.log(x === NaN);',
  );
  await expect(bundleRuntime({ root, entry: 'src/warned.ts', source })).rejects.toThrow(
    /esbuild warns.*\n.*src\/warned\.ts:1/,
  );
});

describe('an error that nothing catches', () => {
  beforeAll(async () => {
    writeFileSync(path(), (await bundleRuntime({ root, entry: 'src/failing.ts', source })).main);
  });

  const path = () => join(root, 'failing.cjs');

  function runWith(argument: string) {
    return spawnSync(process.execPath, [path(), argument], { encoding: 'utf8' });
  }

  test.each([
    ['throw', 'cannectors: internal error: broken\n'],
    ['reject', 'cannectors: internal error: rejected\n'],
  ])('is one line and exit code 3 on %s', (argument, line) => {
    const { status, stderr, stdout } = runWith(argument);
    expect({ status, stderr, stdout }).toEqual({ status: 3, stderr: line, stdout: '' });
  });

  test('is left to a handler of the runtime', () => {
    const { status, stderr } = runWith('handled');
    expect({ status, stderr }).toEqual({ status: 42, stderr: '' });
  });
});
