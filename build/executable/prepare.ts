import { stripElf } from './elf/strip.ts';
import type { Platform } from './format.ts';
import { stripMachO } from './mach-o/strip.ts';
import { dropCertificate } from './pe/certificate.ts';
import { type ProductInformation, setVersionInformation } from './pe/version-information.ts';

export type { ProductInformation } from './pe/version-information.ts';

/**
 * An official Node.js executable made ready for injection: without signature, without symbols and debug information,
 * and on Windows with the product's own version resource. The result depends on the arguments only, never on the host,
 * and the input is not changed.
 *
 * Must happen before postject: an ELF file that is stripped after injection crashes at start.
 *
 * @throws ExecutableFormatError when the file is not laid out as this toolchain knows it
 */
export function prepareExecutable(platform: Platform, file: Buffer, product: ProductInformation): Buffer {
  switch (platform) {
    case 'linux':
      return stripElf(file);
    case 'darwin':
      return stripMachO(file);
    case 'windows':
      return setVersionInformation(dropCertificate(file), product);
  }
}
