import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { takeEngineFromAsset } from './sqlite-asset.ts';

test('the installed node-sqlite3-wasm takes its engine from the asset', () => {
  const path = createRequire(import.meta.url).resolve('node-sqlite3-wasm');
  const source = takeEngineFromAsset(readFileSync(path, 'utf8'));
  expect(source).toContain(
    'wasmBinary:new Uint8Array(require("node:sea").getRawAsset("node-sqlite3-wasm.wasm"))',
  );
  expect(source).not.toContain('typeof Module!="undefined"?Module:{}');
});

test('a node-sqlite3-wasm that begins differently fails the build', () => {
  expect(() => takeEngineFromAsset('let Module = {};')).toThrow(/adapt build\/sqlite-asset\.ts/);
});
