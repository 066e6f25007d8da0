import { createHash } from 'node:crypto';

/**
 * Checks bytes against a Subresource Integrity value, as npm writes them (`sha512-<base64>`).
 * @param subject what is checked, for the message
 * @throws Error when the value is not SHA-512 or the bytes differ from it
 */
export function checkIntegrity(bytes: Uint8Array, integrity: string, subject: string): void {
  const wanted = /^sha512-([A-Za-z0-9+/]{86}==)$/.exec(integrity)?.[1];
  if (wanted === undefined) {
    throw new Error(`the integrity value of ${subject} is not a SHA-512 value: "${integrity}"`);
  }
  const actual = createHash('sha512').update(bytes).digest('base64');
  if (actual !== wanted) {
    throw new Error(`${subject} is not what it should be: expected sha512-${wanted}, got sha512-${actual}`);
  }
}

/** SHA-256 in lower-case hexadecimal. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The entries of a checksum file as `sha256sum` writes it (`<hex>  <name>`), by name. */
export function parseChecksums(text: string): Map<string, string> {
  const checksums = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([0-9a-f]{64})[ \t]+\*?(\S.*?)\s*$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) {
      checksums.set(match[2], match[1]);
    }
  }
  return checksums;
}

/** A checksum file that `sha256sum --check` reads, sorted by name. */
export function formatChecksums(checksums: ReadonlyMap<string, string>): string {
  return [...checksums.keys()]
    .sort()
    .map((name) => `${checksums.get(name)}  ${name}\n`)
    .join('');
}
