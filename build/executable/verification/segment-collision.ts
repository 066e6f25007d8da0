import type { Segment } from './elf-image.ts';

/**
 * Whether a loaded segment gets in the way of the one before it. Two of them may share a memory page only when both
 * show the same bytes of the file there: the same distance from offset to address, and no zero-filled tail in the
 * earlier one. postject puts program headers into such padding.
 *
 * @param page size of a memory page in bytes
 */
export function segmentsCollide(before: Placed, segment: Placed, page: number): boolean {
  const end = before.address + before.memorySize;
  if (segment.address < end) return true;
  const sharesPage = Math.floor(segment.address / page) * page < Math.ceil(end / page) * page;
  const showsSameBytes =
    before.fileSize === before.memorySize &&
    segment.address - segment.offset === before.address - before.offset;
  return sharesPage && !showsSameBytes;
}

type Placed = Pick<Segment, 'address' | 'offset' | 'fileSize' | 'memorySize'>;
