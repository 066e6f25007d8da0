import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { bundleRuntime } from './bundle.ts';
import { SANDBOX_ENGINE_ASSET, SANDBOX_WORKER_ASSET } from './script-sandbox-asset.ts';

const source = { version: '1.2.3', commit: 'abc123', buildDate: '2026-01-02T03:04:05Z' };

test('the sandbox of the script filter travels as two assets that need nothing but Node.js', async () => {
  const { main, assets } = await bundleRuntime({
    root: process.cwd(),
    entry: 'src/modules/filters/script/index.ts',
    source,
  });
  const engine = Buffer.from(assets.get(SANDBOX_ENGINE_ASSET) ?? []);
  expect(engine.subarray(0, 4).toString('latin1')).toBe('\0asm');
  const worker = Buffer.from(assets.get(SANDBOX_WORKER_ASSET) ?? []).toString();
  const required = [...worker.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name);
  expect(required).toContain('node:worker_threads');
  for (const name of required) expect(() => createRequire(import.meta.url)(String(name))).not.toThrow();
  expect(worker).not.toContain('node_modules');
  const parts = [...assets].filter(([name]) => name.startsWith('app/'));
  const text = [main, ...parts.map(([, part]) => Buffer.from(part).toString())].join('\n');
  expect(text).toContain(SANDBOX_WORKER_ASSET);
  expect(text).not.toContain('@jitl/');
});

test('a runtime without the script filter carries no sandbox', async () => {
  const { assets } = await bundleRuntime({
    root: process.cwd(),
    entry: 'src/modules/filters/drop/index.ts',
    source,
  });
  expect(assets.has(SANDBOX_WORKER_ASSET)).toBe(false);
  expect(assets.has(SANDBOX_ENGINE_ASSET)).toBe(false);
});
