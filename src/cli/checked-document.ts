import type { ModuleRegistry } from '../modules/contract/registry.ts';
import { checkPipeline } from '../pipeline/check-pipeline.ts';
import { ParseError } from '../pipeline/document/parse-error.ts';
import type { ParsedDocument } from '../pipeline/document/parsed-document.ts';
import { readDocument } from '../pipeline/document/read-document.ts';
import type { DocumentProblem } from '../pipeline/validation/document-problem.ts';
import type { Invocation } from './commands/command.ts';
import { EXIT_CODES } from './exit-codes.ts';

/** What is known of a configuration file without connecting to anything. */
export type CheckedDocument =
  | {
      readonly kind: 'valid';
      readonly document: ParsedDocument;
      readonly warnings: readonly DocumentProblem[];
    }
  | {
      readonly kind: 'invalid';
      readonly document: ParsedDocument;
      readonly problems: readonly DocumentProblem[];
      readonly warnings: readonly DocumentProblem[];
    }
  | { readonly kind: 'unparsable'; readonly error: ParseError };

/** Reads a configuration file and finds everything wrong with it that can be found offline. */
export async function checkedDocument(
  file: string,
  registry: ModuleRegistry,
  { host }: Pick<Invocation, 'host'>,
): Promise<CheckedDocument> {
  let document: ParsedDocument;
  try {
    document = await readDocument(file, host.ports.files);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { kind: 'unparsable', error };
  }
  const { problems, warnings } = await checkPipeline(document, registry, host.ports);
  return problems.length === 0
    ? { kind: 'valid', document, warnings }
    : { kind: 'invalid', document, problems, warnings };
}

/** The exit code that a file as it is deserves. */
export function checkExitCode({ kind }: CheckedDocument): number {
  switch (kind) {
    case 'valid':
      return EXIT_CODES.success.code;
    case 'invalid':
      return EXIT_CODES.validation.code;
    case 'unparsable':
      return EXIT_CODES.parse.code;
  }
}
