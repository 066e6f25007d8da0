import type { DataObject } from '../../core/record.ts';

/**
 * Headers as data for expressions: each name in its canonical form (`X-Sync-Result`) with the list of its values, in
 * the order of arrival. Reading ignores case, so that `headers["content-type"]` finds `Content-Type`.
 *
 * @param rawHeaders names and values in turn
 */
export function headerLists(rawHeaders: readonly string[]): DataObject {
  const lists: Record<string, string[]> = Object.create(null);
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = canonicalName(rawHeaders[at] ?? '');
    // Header text arrives with one byte per UTF-16 unit.
    const value = Buffer.from(rawHeaders[at + 1] ?? '', 'latin1').toString('utf8');
    lists[name] = [...(lists[name] ?? []), value];
  }
  const read = (target: typeof lists, name: string | symbol): string[] | undefined =>
    typeof name === 'string' ? target[canonicalName(name)] : undefined;
  return new Proxy(lists, {
    get: read,
    has: (target, name) => read(target, name) !== undefined,
    getOwnPropertyDescriptor: (target, name) => {
      const value = read(target, name);
      return value && { value, configurable: true, enumerable: true, writable: true };
    },
  });
}

/** Every letter at the start and after a hyphen in upper case, every other in lower case. */
function canonicalName(name: string): string {
  return name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}
