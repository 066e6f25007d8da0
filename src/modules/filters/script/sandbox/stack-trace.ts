import type { Place } from './protocol.ts';

/** Frames that are kept of a stack trace. */
const MOST_FRAMES = 10;
/** A frame as the engine writes it: `    at transform (name:3:15)`, or `    at name:3:15` for a mistake of syntax. */
const FRAME = /^ {4}at (?:(.{1,200}) \()?(.{1,200}):(\d{1,7}):(\d{1,7})\)?$/;

/** What a stack trace says about the author's script. */
export interface ScriptTrace {
  /** The innermost place in the script; none when the trace names none. */
  readonly place: Place | undefined;
  /** Its frames, one a line; empty when there are none. */
  readonly text: string;
}

/**
 * Picks the frames of the author's script out of the engine's stack trace. The text comes from inside the sandbox,
 * where a script may have put anything in its place: what does not look like a frame is left out.
 *
 * @param name name of the script in frames
 */
export function scriptTrace(stack: string, name: string): ScriptTrace {
  const frames: string[] = [];
  let place: Place | undefined;
  for (const line of stack.split('\n', 200)) {
    const [, caller, file, lineNumber, column] = FRAME.exec(line) ?? [];
    if (file !== name) continue;
    place ??= { line: Number(lineNumber), column: Number(column) };
    frames.push(`at ${caller ?? '<source>'} (${name}:${lineNumber}:${column})`);
    if (frames.length === MOST_FRAMES) break;
  }
  return { place, text: frames.join('\n') };
}

/** ` (line 3, column 15)`, or nothing. */
export function placeText(place: Place | undefined): string {
  return place === undefined ? '' : ` (line ${place.line}, column ${place.column})`;
}
