import { TEXT, textArgument } from './arguments.ts';
import type { FunctionBuiltin } from './builtin.ts';

const SHAPE = {
  form: 'function',
  category: 'conversion',
  parameters: [{ name: 'text', accepts: TEXT }],
  returns: 'string',
} as const;

export const toBase64: FunctionBuiltin = {
  ...SHAPE,
  name: 'toBase64',
  summary: 'The UTF-8 bytes of the text in Base64 (RFC 4648), with padding.',
  call: ([value], fail, evaluation) => {
    const text = textArgument(value, fail);
    // At most three bytes for a code unit, four characters for three bytes.
    evaluation.takeText(4 * text.length, fail);
    return Buffer.from(text, 'utf8').toString('base64');
  },
  examples: [
    { expression: 'toBase64("user:pass")', value: 'dXNlcjpwYXNz' },
    { expression: 'toBase64("é")', value: 'w6k=' },
    {
      expression: 'toBase64(id)',
      environment: { id: 7 },
      error: 'interface conversion: interface {} is int, not string',
    },
  ],
};

export const fromBase64: FunctionBuiltin = {
  ...SHAPE,
  name: 'fromBase64',
  summary:
    'The text whose UTF-8 bytes the Base64 text (RFC 4648) stands for. It must have its padding; line breaks in it are ignored, bytes that are no UTF-8 become U+FFFD.',
  call: ([value], fail, evaluation) => {
    const text = textArgument(value, fail);
    evaluation.takeText(text.length, fail);
    const mistake = mistakeInBase64(Buffer.from(text, 'utf8'));
    if (mistake !== undefined) return fail(`illegal base64 data at input byte ${mistake}`);
    return Buffer.from(text, 'base64').toString('utf8');
  },
  examples: [
    { expression: 'fromBase64("dXNlcjpwYXNz")', value: 'user:pass' },
    { expression: 'fromBase64("w6k=")', value: 'é' },
    { expression: 'fromBase64("dXNl!")', error: 'illegal base64 data at input byte 4' },
  ],
};

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const PADDING = 0x3d;

/** The position of the first byte that cannot stand where it does in padded Base64, or of a missing one's group. */
function mistakeInBase64(bytes: Uint8Array): number | undefined {
  let inGroup = 0;
  let groupStart = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN) continue;
    if (byte === PADDING) return mistakeInPadding(bytes, at, inGroup);
    if (!isInAlphabet(byte)) return at;
    if (inGroup === 0) groupStart = at;
    inGroup = (inGroup + 1) % 4;
  }
  return inGroup === 0 ? undefined : groupStart;
}

/** Padding completes the last group: `xx==` or `xxx=`. */
function mistakeInPadding(bytes: Uint8Array, start: number, inGroup: number): number | undefined {
  if (inGroup < 2) return start;
  let missing = 4 - inGroup;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN) continue;
    if (byte !== PADDING || missing === 0) return at;
    missing -= 1;
  }
  return missing === 0 ? undefined : bytes.length;
}

function isInAlphabet(byte: number): boolean {
  const letter = byte | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x2b || byte === 0x2f
  );
}
