import { errorText } from '../../core/errors.ts';
import type { Files } from '../../core/ports.ts';

/** What is wrong with a path that a pipeline names; undefined when it may be read. */
export function filePathProblem(path: string): string | undefined {
  if (path.includes('\0')) return 'file path contains a NUL character';
  if (path.split(/[\\/]/).includes('..')) return `file path contains path traversal: "${path}"`;
  return undefined;
}

/**
 * The text of a file that a pipeline names, relative paths resolved against the working directory.
 *
 * @param subject what the file is for people, such as `query file`
 * @param limitBytes size above which it is refused
 * @returns the text, or the reason why there is none
 */
export function readNamedFile(
  files: Files,
  path: string,
  subject: string,
  limitBytes: number,
): { readonly text: string } | { readonly problem: string } {
  const problem = filePathProblem(path);
  if (problem !== undefined) return { problem: `${subject} path: ${problem}` };
  let text: string;
  try {
    text = files.readText(path);
  } catch (error) {
    const where = 'paths are resolved from the working directory';
    return { problem: `cannot read ${subject} (${where}): reading ${subject} ${path}: ${errorText(error)}` };
  }
  if (text === '') return { problem: `${subject} ${path} is empty` };
  if (Buffer.byteLength(text) > limitBytes) {
    return { problem: `${subject} ${path} is larger than ${limitBytes} bytes` };
  }
  return { text };
}
