/** Bytes [start, end) of a file. */
export interface Range {
  start: number;
  end: number;
}

/**
 * Compares the bytes of `range` in two files, at the same place in both, leaving out the `allowed` ranges. Returns a
 * finding for the first difference of each stretch between them.
 */
export function differencesOutside(
  prepared: Buffer,
  injected: Buffer,
  range: Range,
  allowed: readonly Range[],
): string[] {
  const findings: string[] = [];
  let at = range.start;
  const sorted = [...allowed].sort((left, right) => left.start - right.start);
  for (const { start, end } of [...sorted, { start: range.end, end: range.end }]) {
    const until = Math.min(start, range.end);
    if (until > at && !equalBytes(prepared, injected, at, until)) {
      findings.push(
        `unexpected change at offset 0x${firstDifference(prepared, injected, at, until).toString(16)}`,
      );
    }
    at = Math.max(at, end);
  }
  return findings;
}

/** True when every byte of the range is zero. */
export function isZero(file: Buffer, { start, end }: Range): boolean {
  return file.subarray(start, end).every((byte) => byte === 0);
}

/** A file that ends inside the range is different there. */
function equalBytes(left: Buffer, right: Buffer, start: number, end: number): boolean {
  return left.subarray(start, end).equals(right.subarray(start, end));
}

function firstDifference(left: Buffer, right: Buffer, start: number, end: number): number {
  let low = start;
  let high = end;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (equalBytes(left, right, low, middle)) low = middle;
    else high = middle;
  }
  return low;
}
