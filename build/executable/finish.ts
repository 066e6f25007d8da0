import type { Platform } from './format.ts';
import { signMachO } from './mach-o/signature.ts';
import { withChecksum } from './pe/checksum.ts';

/**
 * An executable as postject left it, made complete: an ad-hoc signature on macOS, the header checksum on Windows;
 * nothing is missing on Linux. The input is not changed. On macOS the result must be written to a new file, because
 * the kernel remembers the signature of the old one.
 *
 * @param identifier the name recorded in the macOS signature, such as `cannectors`
 * @throws ExecutableFormatError when the file is not laid out as this toolchain knows it
 */
export function finishExecutable(platform: Platform, file: Buffer, identifier: string): Buffer {
  switch (platform) {
    case 'linux':
      return file;
    case 'darwin':
      return signMachO(file, identifier);
    case 'windows':
      return withChecksum(file);
  }
}
