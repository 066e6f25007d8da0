import { FileStructure } from '../file-structure.ts';
import { clearDataDirectory, DIRECTORY, dataDirectory, readPe } from './headers.ts';

/**
 * A copy of a Windows executable without its Authenticode signature, which any change to the file makes invalid. The
 * certificate table must be what follows the last section, up to the end of the file; anything else throws an
 * ExecutableFormatError. A file without signature is copied as it is.
 */
export function dropCertificate(file: Buffer): Buffer {
  const pe = readPe(file);
  const certificate = dataDirectory(pe, DIRECTORY.certificate);
  const start = certificate.size === 0 ? file.length : certificate.address;
  if (start !== pe.sectionsEnd) {
    pe.optionalHeader.fail(
      0,
      `the sections end at ${pe.sectionsEnd}, but the next known part starts at ${start}`,
    );
  }
  if (start + certificate.size !== file.length) {
    const end = start + certificate.size;
    new FileStructure(file, 'PE certificate table', start, 0).fail(
      0,
      `it ends at ${end}, the file at ${file.length}`,
    );
  }
  const unsigned = Buffer.from(file.subarray(0, start));
  clearDataDirectory(readPe(unsigned), DIRECTORY.certificate);
  return unsigned;
}
