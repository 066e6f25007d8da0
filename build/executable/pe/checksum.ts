import { OPTIONAL_HEADER, readPe } from './headers.ts';

/**
 * A copy of a Windows executable with the right checksum in its optional header: the sum of all 16-bit words with
 * end-around carry, the field itself as zero, plus the length of the file (what ImageHlp's CheckSumMappedFile computes).
 */
export function withChecksum(file: Buffer): Buffer {
  const copy = Buffer.from(file);
  const { optionalHeader } = readPe(copy);
  optionalHeader.setU32(OPTIONAL_HEADER.checksum, 0);
  optionalHeader.setU32(OPTIONAL_HEADER.checksum, foldedWordSum(copy) + copy.length);
  return copy;
}

/**
 * Ones' complement sum of the little-endian 16-bit words. Low and high bytes are added up separately and carried at the
 * end; a file of less than 2^32 bytes keeps both sums below 2^40.
 */
function foldedWordSum(bytes: Buffer): number {
  let low = 0;
  let high = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    low += bytes[at] ?? 0;
    high += bytes[at + 1] ?? 0;
  }
  let sum = low + high * 0x100;
  while (sum > 0xffff) sum = (sum % 0x10000) + Math.floor(sum / 0x10000);
  return sum;
}
