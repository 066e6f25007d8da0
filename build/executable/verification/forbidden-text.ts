/**
 * Findings for texts, such as host paths, that occur anywhere in a file, as UTF-8 or UTF-16. An empty text would occur
 * everywhere and is a mistake of the caller.
 */
export function verifyForbiddenText(file: Buffer, texts: readonly string[]): string[] {
  if (texts.includes('')) throw new RangeError('An empty text cannot be forbidden');
  // A needle of bytes is found at odd offsets too; indexOf with the encoding utf16le looks at even ones only.
  return texts.flatMap((text) =>
    (['utf8', 'utf16le'] as const)
      .map((encoding) => ({ encoding, at: file.indexOf(Buffer.from(text, encoding)) }))
      .filter(({ at }) => at >= 0)
      .map(({ encoding, at }) => `forbidden text "${text}" at offset 0x${at.toString(16)} (${encoding})`),
  );
}
