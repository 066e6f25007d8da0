import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ContentCache, contentKey } from './content-cache.ts';

describe('a content key', () => {
  test('does not depend on the order of the inputs', () => {
    expect(contentKey({ a: '1', b: '2' })).toBe(contentKey({ b: '2', a: '1' }));
  });

  test.each([
    [{ a: '12' }, { a: '1', '2': '' }],
    [{ a: '1\n1:b=1:2' }, { a: '1', b: '2' }],
    [{ a: '1' }, { b: '1' }],
    [{ a: '1' }, {}],
  ])('differs between %j and %j', (one, other) => {
    expect(contentKey(one as Record<string, string>)).not.toBe(contentKey(other as Record<string, string>));
  });
});

describe('the cache', () => {
  let root: string;
  let cache: ContentCache;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'content-cache-'));
    cache = new ContentCache(root);
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (text: string) => async (folder: string) => writeFileSync(join(folder, 'file'), text);

  test('gives back what was published', async () => {
    expect(await cache.find('kind', 'key')).toBeUndefined();
    const folder = await cache.publish('kind', 'key', write('text'));
    expect(await cache.find('kind', 'key')).toBe(folder);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('text');
  });

  test('holds nothing of an entry whose making failed', async () => {
    const failing = cache.publish('kind', 'key', async (folder) => {
      writeFileSync(join(folder, 'file'), 'half');
      throw new Error('interrupted');
    });
    await expect(failing).rejects.toThrow('interrupted');
    expect(await cache.find('kind', 'key')).toBeUndefined();
    expect(readdirSync(join(root, 'work'))).toEqual([]);
  });

  test('keeps the result of the faster of two builds that make the same entry', async () => {
    let slowMayFinish = () => {};
    const gate = new Promise<void>((resolve) => {
      slowMayFinish = resolve;
    });
    const slow = cache.publish('kind', 'key', async (folder) => {
      await gate;
      writeFileSync(join(folder, 'file'), 'slow');
    });
    await cache.publish('kind', 'key', write('fast'));
    slowMayFinish();
    expect(readFileSync(join(await slow, 'file'), 'utf8')).toBe('fast');
    expect(readdirSync(join(root, 'work'))).toEqual([]);
  });

  test('prunes the entries that were not used for longest', async () => {
    for (const [index, key] of ['a', 'b', 'c'].entries()) {
      await cache.publish('kind', key, write(key));
      utimesSync(cache.folder('kind', key), 1000 + index, 1000 + index);
    }
    await cache.find('kind', 'a');
    await cache.prune('kind', 2);
    expect(readdirSync(join(root, 'kind')).sort()).toEqual(['a', 'c']);
  });

  test('prunes nothing where there is nothing', async () => {
    await cache.prune('kind', 2);
    expect(existsSync(join(root, 'kind'))).toBe(false);
  });

  test('removes the work folders of builds that died a day ago and leaves those under way', async () => {
    const old = join(root, 'work', 'old');
    const young = join(root, 'work', 'young');
    mkdirSync(old, { recursive: true });
    mkdirSync(young);
    const now = Date.now();
    utimesSync(old, now / 1000 - 25 * 3600, now / 1000 - 25 * 3600);
    await cache.removeStaleWork(now);
    expect(readdirSync(join(root, 'work'))).toEqual(['young']);
  });
});
