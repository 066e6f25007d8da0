import { createHash } from 'node:crypto';

/** Most systems take file names of 255 bytes; the rest is room for `.json` and temporary suffixes. */
const LONGEST_NAME_BYTES = 200;
/** Letters and digits of any script, and what is harmless in the name of a file everywhere. */
const SAFE = /^[\p{L}\p{N} _-]$/u;
/** Names that Windows keeps for devices. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * The name of the state file of a pipeline. Every character that is unsafe in some file system is written as the
 * `%XX` of its UTF-8 bytes, so that different ids have different files and the id can be told from the name. An id
 * too long for that ends in a part of its SHA-256 instead.
 */
export function stateFileName(pipelineId: string): string {
  let name = '';
  let previous = '.';
  for (const character of pipelineId) {
    const safe = character === '.' ? previous !== '.' : SAFE.test(character);
    name += safe ? character : percentEncoded(character);
    previous = character;
  }
  const last = name.at(-1) ?? '';
  if (last === '.' || last === ' ') name = name.slice(0, -1) + percentEncoded(last);
  if (DEVICE.test(name)) name = percentEncoded(name.charAt(0)) + name.slice(1);
  return `${shortened(name, pipelineId)}.json`;
}

/** The name that earlier releases gave the file: the last segment of the id as a path. */
export function formerStateFileName(pipelineId: string): string | undefined {
  const segments = pipelineId.split('/').filter((segment) => segment !== '');
  const base = segments.at(-1);
  if (base === undefined || base === '.' || base === '..' || base.includes('\0')) return undefined;
  return `${base}.json`;
}

function percentEncoded(character: string): string {
  return Array.from(
    Buffer.from(character, 'utf8'),
    (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('');
}

function shortened(name: string, pipelineId: string): string {
  if (Buffer.byteLength(name) <= LONGEST_NAME_BYTES) return name;
  const digest = createHash('sha256').update(pipelineId).digest('hex').slice(0, 16);
  let kept = '';
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > LONGEST_NAME_BYTES - digest.length - 1) break;
    kept += character;
  }
  return `${kept}~${digest}`;
}
