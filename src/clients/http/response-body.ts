import { CannectorsError } from '../../core/errors.ts';

/** Largest decoded body that is read whole: 256 MiB. Beyond it a single answer could exhaust the memory. */
export const LARGEST_BODY = 256 * 1024 * 1024;
/** How much of a body is kept when its start is all that matters: 1 MiB. */
export const BODY_START = 1024 * 1024;

/** How many decoded bytes are kept, and whether more is a failure. */
export interface BodyLimit {
  readonly bytes: number;
  readonly excess: 'fail' | 'cut';
}

/** A body, or its start when it was cut. */
export interface CollectedBody {
  readonly body: Buffer;
  readonly cut: boolean;
}

/**
 * Collects a body up to its limit. When the limit is passed the source is destroyed: the rest is not read.
 *
 * @throws {CannectorsError} category `validation`, when more than the limit arrives and excess is a failure
 */
export async function collectBody(
  source: AsyncIterable<Uint8Array>,
  limit: BodyLimit,
  line: string,
): Promise<CollectedBody> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size <= limit.bytes) continue;
    if (limit.excess === 'cut') break;
    throw new CannectorsError(
      `reading response body: it is larger than the limit of ${limit.bytes} bytes after decompression (${line})`,
      { category: 'validation' },
    );
  }
  return { body: Buffer.concat(chunks).subarray(0, limit.bytes), cut: size > limit.bytes };
}
