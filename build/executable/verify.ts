import { ExecutableFormatError, type Platform } from './format.ts';
import { extractElfBlob, verifyElf } from './verification/elf.ts';
import { verifyForbiddenText } from './verification/forbidden-text.ts';
import { verifyFuse } from './verification/fuse.ts';
import { extractMachOBlob, verifyMachO } from './verification/mach-o.ts';
import { extractPeBlob, verifyPe } from './verification/pe.ts';

export interface VerifyExpectation {
  platform: Platform;
  /** The blob that was injected. */
  blob: Buffer;
  /** The executable before injection, as `prepareExecutable` returned it. */
  prepared: Buffer;
  /** Texts that must not have got into the file: host paths, user names. */
  forbiddenText: string[];
}

/**
 * Checks a finished executable against what it was made from: the fuse is on, the blob is in it, everything else means
 * the same as before and is where the operating system's loader expects it, signature and checksum are right, and no
 * forbidden text occurs. Returns what is wrong, in words; nothing when all is good. A file that cannot be read at all is
 * a finding too.
 */
export function verifyExecutable(file: Buffer, expectation: VerifyExpectation): string[] {
  const { platform, blob, prepared, forbiddenText } = expectation;
  const checks = [
    () => verifyFuse(prepared, file),
    () =>
      extractBlob(platform, file).equals(blob)
        ? []
        : ['the blob in the file is not the one that was injected'],
    () => FORMATS[platform].verify(prepared, file),
    () => verifyForbiddenText(file, forbiddenText),
  ];
  return checks.flatMap((check) => {
    try {
      return check();
    } catch (error) {
      if (error instanceof ExecutableFormatError) return [error.message];
      throw error;
    }
  });
}

/**
 * The application blob of an injected executable, found the way the running program finds it.
 *
 * @throws ExecutableFormatError when there is none, more than one, or the file cannot be read
 */
export function extractBlob(platform: Platform, file: Buffer): Buffer {
  return FORMATS[platform].extract(file);
}

interface Format {
  extract(file: Buffer): Buffer;
  verify(prepared: Buffer, file: Buffer): string[];
}

const FORMATS: Readonly<Record<Platform, Format>> = {
  linux: { extract: extractElfBlob, verify: verifyElf },
  darwin: { extract: extractMachOBlob, verify: verifyMachO },
  windows: { extract: extractPeBlob, verify: verifyPe },
};
