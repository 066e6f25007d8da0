import type { Range } from './byte-differences.ts';

/**
 * The text by which Node.js and postject find the switch for a single executable application. It is put together here
 * because a program that contains it as one literal cannot be injected itself.
 */
const FUSE = ['NODE_SEA_FUSE', 'fce680ab2cc467b6e072b8b5df1996b2'].join('_');

/** Where the switch is: the digit behind the fuse text and a colon, `1` when on. Empty when there is no fuse. */
export function fuseDigit(file: Buffer): Range[] {
  const at = file.indexOf(FUSE, 0, 'latin1');
  const digit = at + FUSE.length + 1;
  return at < 0 ? [] : [{ start: digit, end: digit + 1 }];
}

/** Findings about the switch: it must exist once, be off in the prepared file and on, at the same place, in the other. */
export function verifyFuse(prepared: Buffer, injected: Buffer): string[] {
  const [before] = fuseDigit(prepared);
  const [after] = fuseDigit(injected);
  if (after === undefined) return ['the fuse text is missing'];
  const findings: string[] = [];
  if (injected.indexOf(FUSE, after.start, 'latin1') >= 0)
    findings.push('the fuse text occurs more than once');
  if (before?.start !== after.start) findings.push('the fuse is not where it is in the prepared file');
  else if (stateAt(prepared, before) !== ':0') findings.push('the fuse of the prepared file is not off');
  if (stateAt(injected, after) !== ':1')
    findings.push(`the fuse reads "${stateAt(injected, after)}", expected ":1"`);
  return findings;
}

function stateAt(file: Buffer, digit: Range): string {
  return file.toString('latin1', digit.start - 1, digit.end);
}
