import { errorText } from '../../core/errors.ts';
import type { Files } from '../../core/ports.ts';

/** What is wrong with a path that a pipeline names; undefined when it may be read. */
export function filePathProblem(path: string): string | undefined {
  if (path.includes('\0')) return 'file path contains a NUL character';
  if (leavesDirectory(path)) return `file path contains path traversal: "${path}"`;
  return undefined;
}

/** True for a path with a `..` segment: where it leads depends on where the program is started. */
export function leavesDirectory(path: string): boolean {
  return path.split(/[\\/]/).includes('..');
}

/** What there is to say about a path that leaves its directory where that is allowed. */
export const LEAVES_DIRECTORY =
  'the path leaves its directory with "..", so where it leads depends on where the program is started';

/**
 * The text of a file that a pipeline names, relative paths resolved against the working directory.
 *
 * @param subject what the file is for people, such as `query file`
 * @param limitBytes size above which it is refused
 * @param options.traversal whether the path may hold `..`
 * @returns the text, or the reason why there is none
 */
export function readNamedFile(
  files: Files,
  path: string,
  subject: string,
  limitBytes: number,
  { traversal = 'refused' }: { readonly traversal?: 'refused' | 'allowed' } = {},
): { readonly text: string } | { readonly problem: string } {
  const problem = filePathProblem(path);
  if (problem !== undefined && !(traversal === 'allowed' && !path.includes('\0')))
    return { problem: `${subject} path: ${problem}` };
  const absolute = files.absolute(path);
  const resolved = absolute === path ? '' : ` (${absolute})`;
  let text: string;
  try {
    text = files.readText(path);
  } catch (error) {
    const where = 'paths are resolved from the working directory';
    return {
      problem: `cannot read ${subject} (${where}): reading ${subject} ${path}: ${errorText(error)}${resolved}`,
    };
  }
  if (text === '') return { problem: `${subject} ${path} is empty${resolved}` };
  if (Buffer.byteLength(text) > limitBytes) {
    return { problem: `${subject} ${path} is larger than ${limitBytes} bytes${resolved}` };
  }
  return { text };
}
