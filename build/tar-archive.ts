const BLOCK = 512;

/**
 * Takes single files out of a tar archive (POSIX.1-1988 "ustar", as npm and the Node.js project write them).
 * @param wanted names as they stand in the archive
 * @returns the content of every wanted regular file found; the buffers share memory with `tar`
 * @throws Error when a header is damaged or the archive ends inside a file
 */
export function extractFromTar(tar: Buffer, wanted: ReadonlySet<string>): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  let offset = 0;
  while (offset + BLOCK <= tar.length) {
    const header = tar.subarray(offset, offset + BLOCK);
    if (header.every((byte) => byte === 0)) {
      break;
    }
    checkHeader(header, offset);
    const size = octal(header, 124, 12, offset);
    const start = offset + BLOCK;
    if (start + size > tar.length) {
      throw new Error(`tar archive ends inside the file whose header is at offset ${offset}`);
    }
    const name = entryName(header);
    if (isRegularFile(header) && wanted.has(name)) {
      found.set(name, tar.subarray(start, start + size));
    }
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return found;
}

function entryName(header: Buffer): string {
  const name = text(header, 0, 100);
  const prefix = text(header, 257, 5) === 'ustar' && header[262] === 0 ? text(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function isRegularFile(header: Buffer): boolean {
  const type = header[156];
  return type === 0x30 || type === 0;
}

/** The checksum is the sum of the header's bytes with the checksum field itself as eight spaces. */
function checkHeader(header: Buffer, offset: number): void {
  let sum = 0;
  for (let index = 0; index < BLOCK; index++) {
    sum += index >= 148 && index < 156 ? 0x20 : (header[index] ?? 0);
  }
  if (sum !== octal(header, 148, 8, offset)) {
    throw new Error(`tar header at offset ${offset} has a wrong checksum`);
  }
}

function octal(header: Buffer, start: number, length: number, offset: number): number {
  const digits = text(header, start, length).trim();
  if (!/^[0-7]+$/.test(digits)) {
    throw new Error(`tar header at offset ${offset} has no octal number at +${start}`);
  }
  return Number.parseInt(digits, 8);
}

function text(header: Buffer, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
}
