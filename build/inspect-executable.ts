import { readFile } from 'node:fs/promises';
import { ExecutableFormatError, type Platform } from './executable/format.ts';
import { extractBlob, verifyExecutable } from './executable/verify.ts';
import { type HostIdentity, hostTraces } from './host-traces.ts';
import { sha256 } from './integrity.ts';

/** A written executable to look at; plain data, since it goes to a worker. */
export interface InspectionJob {
  readonly path: string;
  readonly platform: Platform;
  /** The blob it should hold. Absent when nothing is known of the build it came from. */
  readonly blobPath?: string;
  /** The file before injection. Absent when another program has changed the file since, such as a signer. */
  readonly preparedPath?: string;
  readonly host: HostIdentity;
}

/** What was found. */
export interface Inspection {
  readonly sha256: string;
  readonly size: number;
  /** Empty when the file is what it should be. */
  readonly problems: readonly string[];
}

/**
 * Verifies a file that was written earlier: completely with the prepared binary at hand; otherwise that its blob
 * can be read, and equals the expected one when that is known.
 */
export async function inspectExecutable(job: InspectionJob): Promise<Inspection> {
  const file = await readFile(job.path);
  return { sha256: sha256(file), size: file.length, problems: await problemsOf(file, job) };
}

async function problemsOf(
  file: Buffer,
  { platform, blobPath, preparedPath, host }: InspectionJob,
): Promise<string[]> {
  const blob = blobPath === undefined ? undefined : await readFile(blobPath);
  if (blob !== undefined && preparedPath !== undefined) {
    const prepared = await readFile(preparedPath);
    return verifyExecutable(file, { platform, blob, prepared, forbiddenText: hostTraces(host, prepared) });
  }
  try {
    const found = extractBlob(platform, file);
    return blob === undefined || found.equals(blob)
      ? []
      : ['the blob in the file is not the one that was injected'];
  } catch (error) {
    if (error instanceof ExecutableFormatError) {
      return [error.message];
    }
    throw error;
  }
}

/** The platform whose executable format a file begins with: ELF, Mach-O (64-bit, little endian) or PE. */
export function platformOf(head: Buffer): Platform | undefined {
  if (head.length >= 4 && head.readUInt32BE(0) === 0x7f454c46) {
    return 'linux';
  }
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfeedfacf) {
    return 'darwin';
  }
  return head.length >= 2 && head.toString('latin1', 0, 2) === 'MZ' ? 'windows' : undefined;
}
