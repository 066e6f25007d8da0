import { CannectorsError } from '../../core/errors.ts';
import { JsonLimitError, parseJson } from '../../core/parse-json.ts';
import type { Value } from '../../core/record.ts';

/**
 * Reads a response body as one JSON value (RFC 8259). A document that is cut short is refused whole.
 *
 * @param line the request for people, for the message
 * @throws {CannectorsError} category `validation`, `failed to parse JSON response: …`, without any of the text
 */
export function parseJsonResponse(text: string, line: string): Value {
  try {
    return parseJson(text);
  } catch (error) {
    const message = `failed to parse JSON response: ${jsonFault(text, error)} (${line})`;
    throw new CannectorsError(message, { category: 'validation' });
  }
}

/**
 * Words the engine's complaint about a text without quoting the text. V8 reports the position of the first
 * character that fits no JSON document; when that is the end of the text, the document is cut short.
 */
function jsonFault(text: string, error: unknown): string {
  if (error instanceof JsonLimitError) return error.message;
  const complaint = error instanceof Error ? error.message : '';
  const position = /\bat position (\d+)/.exec(complaint)?.[1];
  const offset = position === undefined ? undefined : Number(position);
  if (/^Unexpected end/.test(complaint) || (offset !== undefined && offset >= text.length)) {
    return 'unexpected end of JSON input';
  }
  if (offset === undefined) return 'not valid JSON';
  const before = text.slice(0, offset).split('\n');
  return `not valid JSON at line ${before.length} column ${(before.at(-1) ?? '').length + 1}`;
}
