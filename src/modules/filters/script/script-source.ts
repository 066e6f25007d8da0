import { posix, win32 } from 'node:path';
import { errorText } from '../../../core/errors.ts';
import type { CompileContext } from '../../contract/definition.ts';
import { filePathProblem } from '../../shared/file-path.ts';
import { LONGEST_SCRIPT_BYTES } from './schema.ts';

/** Why there is no script. */
export type SourceCode =
  | 'INVALID_SCRIPT_FILE'
  | 'SCRIPT_EMPTY'
  | 'SCRIPT_TOO_LONG'
  | 'SCRIPT_FILE_READ_FAILED';

/** The text of a script and what it is called. */
export interface ScriptSource {
  readonly text: string;
  /** `inline`, or the file's base name. */
  readonly id: string;
  /** The file's path when it is an absolute one. */
  readonly absolutePath: string | undefined;
}

/** What is wrong with the settings that name a script. */
export interface SourceProblem {
  readonly code: SourceCode;
  readonly message: string;
}

/** Reads the script that the settings give or name, and checks its size. */
export function readScript(
  settings: { readonly script?: string; readonly scriptFile?: string },
  files: CompileContext['ports']['files'],
): ScriptSource | SourceProblem {
  const { script, scriptFile } = settings;
  if (script !== undefined && scriptFile !== undefined) {
    return refusal('INVALID_SCRIPT_FILE', "cannot specify both 'script' and 'scriptFile' - use only one");
  }
  if (scriptFile !== undefined) return readScriptFile(scriptFile, files);
  if (script === undefined) {
    return refusal('SCRIPT_EMPTY', "either 'script' or 'scriptFile' must be provided");
  }
  return checked({ text: script, id: 'inline', absolutePath: undefined });
}

function readScriptFile(path: string, files: CompileContext['ports']['files']): ScriptSource | SourceProblem {
  if (path.includes('\0')) {
    return refusal('INVALID_SCRIPT_FILE', 'script file path contains invalid characters');
  }
  const problem = filePathProblem(path);
  if (problem !== undefined) return refusal('INVALID_SCRIPT_FILE', `script file: ${problem}`);
  let text: string;
  try {
    text = files.readText(path);
  } catch (error) {
    const where = 'paths are resolved from the working directory';
    return refusal('SCRIPT_FILE_READ_FAILED', `${failedStep(error)} (${where}): ${errorText(error)}`);
  }
  const isAbsolute = posix.isAbsolute(path) || win32.isAbsolute(path);
  return checked({ text, id: win32.basename(path), absolutePath: isAbsolute ? path : undefined });
}

/** What could not be done with the file: it is not found, may not be opened, or is nothing to read. */
function failedStep(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
    case 'ELOOP':
      return 'failed to stat script file';
    case 'EACCES':
    case 'EPERM':
      return 'failed to open script file';
    default:
      return 'failed to read script file';
  }
}

function checked(source: ScriptSource): ScriptSource | SourceProblem {
  if (/^[ \t\r\n]*$/.test(source.text)) return refusal('SCRIPT_EMPTY', 'script cannot be empty');
  const size = Buffer.byteLength(source.text);
  if (size <= LONGEST_SCRIPT_BYTES) return source;
  const sizes = `${size} bytes, at most ${LONGEST_SCRIPT_BYTES} are accepted`;
  return refusal('SCRIPT_TOO_LONG', `script exceeds maximum length: ${sizes}`);
}

function refusal(code: SourceCode, message: string): SourceProblem {
  return { code, message };
}
