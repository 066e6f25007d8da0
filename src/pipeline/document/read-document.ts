import { getSystemErrorMap } from 'node:util';
import { errorText } from '../../core/errors.ts';
import type { Files } from '../../core/ports.ts';
import { kindOf } from '../../core/value.ts';
import { parseJsonTree } from './json-tree.ts';
import { ParseError } from './parse-error.ts';
import type { DocumentFormat, ParsedDocument } from './parsed-document.ts';
import { SourceText } from './source-text.ts';
import { nodeValue, offsetInside, offsetOf, type SourceNode } from './source-tree.ts';
import { parseYamlTree } from './yaml-tree.ts';

/** The largest configuration file, in bytes. */
const MAX_FILE_BYTES = 10 * 1024 * 1024;
const WRAPPER = 'connector';

/**
 * Reads and parses a configuration file. The format follows from the extension, else from the text.
 *
 * @throws {ParseError} of type `io` when the file cannot be read; else as {@link parseDocument}
 */
export async function readDocument(file: string, files: Files): Promise<ParsedDocument> {
  let text: string;
  try {
    text = files.readText(file);
  } catch (error) {
    throw new ParseError(file, 'io', `failed to read file: ${systemReason(error)}`);
  }
  return parseDocument(text, file);
}

/**
 * Parses the text of a configuration file.
 *
 * @param file as reports name it; its extension decides the format unless `format` does
 * @param format `json` or `yaml`
 * @throws {ParseError} of type `syntax`, or `format` when the text is no mapping, too large or too deep. The
 * message never quotes the text, which may hold a credential.
 */
export async function parseDocument(text: string, file: string, format?: string): Promise<ParsedDocument> {
  if (Buffer.byteLength(text) > MAX_FILE_BYTES) {
    throw new ParseError(file, 'format', `file is larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB`);
  }
  const source = new SourceText(file, text);
  const known = format ?? formatOfName(file);
  if (known === undefined) return detectAndParse(source);
  if (known === 'json') return document(source, 'json', parseJson(source));
  if (known === 'yaml') return document(source, 'yaml', await parseYaml(source));
  throw new ParseError(file, 'format', `unsupported format: ${known}`);
}

function formatOfName(file: string): DocumentFormat | undefined {
  if (/\.json$/i.test(file)) return 'json';
  return /\.ya?ml$/i.test(file) ? 'yaml' : undefined;
}

async function detectAndParse(source: SourceText): Promise<ParsedDocument> {
  if (/^\s*[{[]/.test(source.text)) return document(source, 'json', parseJson(source));
  const root = await parseYamlTree(source);
  if (root === undefined || (root.kind === 'scalar' && root.value === null)) {
    throw new ParseError(
      source.file,
      'format',
      'unable to detect configuration format: not valid JSON or YAML',
    );
  }
  return document(source, 'yaml', root);
}

function parseJson(source: SourceText): SourceNode {
  if (source.text.trim() === '') throw source.error('syntax', 'empty content: expected JSON object', 0);
  return parseJsonTree(source);
}

async function parseYaml(source: SourceText): Promise<SourceNode> {
  if (source.text.trim() === '') throw source.error('syntax', 'empty content: expected YAML document', 0);
  return (await parseYamlTree(source)) ?? { kind: 'scalar', offset: 0, value: null };
}

function document(source: SourceText, format: DocumentFormat, tree: SourceNode): ParsedDocument {
  const node = unwrapped(tree);
  if (node.kind === 'list' || (node.kind === 'scalar' && node.value !== null)) {
    const expected = format === 'json' ? 'JSON object' : 'YAML mapping';
    const actual = kindOf(node.kind === 'list' ? [] : node.value);
    throw source.error('format', `invalid configuration: expected ${expected}, got ${actual}`, node.offset);
  }
  return {
    file: source.file,
    format,
    root: nodeValue(node),
    locate: (path, part = 'value') => source.positionAt(offsetOf(node, path, part)),
    locateInside: (path, offset) => source.positionAt(offsetInside(node, path, offset)),
  };
}

/** Takes off a root that holds nothing but a `connector` mapping. */
function unwrapped(tree: SourceNode): SourceNode {
  if (tree.kind !== 'map' || tree.members.size !== 1) return tree;
  const inner = tree.members.get(WRAPPER)?.node;
  return inner?.kind === 'map' ? inner : tree;
}

/** The operating system's words for a failure, without the code and the path that Node.js adds. */
function systemReason(error: unknown): string {
  const errno = error instanceof Error && 'errno' in error ? error.errno : undefined;
  const entry = typeof errno === 'number' ? getSystemErrorMap().get(errno) : undefined;
  return entry?.[1] ?? errorText(error);
}
