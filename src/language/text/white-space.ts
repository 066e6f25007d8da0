/** True for the code units of the characters that Unicode calls White_Space. All of them are single code units. */
export function isWhiteSpace(codeUnit: number): boolean {
  if (codeUnit < 0x80) return codeUnit === 0x20 || (codeUnit >= 0x09 && codeUnit <= 0x0d);
  if (codeUnit >= 0x2000 && codeUnit <= 0x200a) return true;
  return OTHER_WHITE_SPACE.has(codeUnit);
}

const OTHER_WHITE_SPACE: ReadonlySet<number> = new Set([
  0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
]);
