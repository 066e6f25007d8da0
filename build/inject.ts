import postject from 'postject';

/** The text that Node.js looks at to learn whether it holds a blob. In two parts: postject must find it only once. */
const FUSE = ['NODE_SEA', 'FUSE_fce680ab2cc467b6e072b8b5df1996b2'].join('_');

const RESOURCE = 'NODE_SEA_BLOB';
const MACHO_SEGMENT = 'NODE_SEA';

/** Messages of postject's parser that say nothing about the result. */
const HARMLESS = [
  // ELF notes whose names are not in the section name table: the file has them before and after.
  /^warning: Can't find string offset for section name '\.note/,
];

/** The messages that a person should see: each one once, without the known harmless ones. */
export function notableMessages(lines: readonly string[]): string[] {
  const notable = lines.filter(
    (line) => line.trim() !== '' && !HARMLESS.some((pattern) => pattern.test(line)),
  );
  return [...new Set(notable)];
}

/**
 * Injects a blob into the executable at `path`, in place. Takes seconds and up to 1 GB of memory, so it belongs in a
 * worker; it takes over the console while it runs.
 * @returns the messages of the injector that a person should see
 * @throws Error when the file is no executable, or has no fuse or more than one
 */
export async function injectBlob(path: string, blob: Buffer): Promise<string[]> {
  const lines: string[] = [];
  const console_ = { log: console.log, warn: console.warn };
  const collect = (...words: unknown[]) => {
    lines.push(words.join(' '));
  };
  console.log = collect;
  console.warn = collect;
  try {
    await postject.inject(path, RESOURCE, blob, { sentinelFuse: FUSE, machoSegmentName: MACHO_SEGMENT });
  } catch (error) {
    throw new Error(
      [error instanceof Error ? error.message : String(error), ...notableMessages(lines)].join('\n'),
    );
  } finally {
    Object.assign(console, console_);
  }
  return notableMessages(lines);
}
