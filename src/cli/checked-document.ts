import type { ModuleRegistry } from '../modules/contract/registry.ts';
import { checkPipeline } from '../pipeline/check-pipeline.ts';
import { ParseError } from '../pipeline/document/parse-error.ts';
import type { ParsedDocument } from '../pipeline/document/parsed-document.ts';
import { readDocument } from '../pipeline/document/read-document.ts';
import type { Invocation } from './commands/command.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { parseErrorReport } from './report/parse-error-report.ts';
import { validationReport } from './report/validation-report.ts';

/**
 * Reads a configuration file and finds everything wrong with it that can be found offline. What is found has been
 * reported; then the exit code is returned in place of the document.
 */
export async function checkedDocument(
  file: string,
  registry: ModuleRegistry,
  { flags, host, console }: Pick<Invocation, 'flags' | 'host' | 'console'>,
): Promise<{ readonly document: ParsedDocument } | { readonly exitCode: number }> {
  let document: ParsedDocument;
  try {
    document = await readDocument(file, host.ports.files);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    console.problem(...parseErrorReport([error], flags));
    return { exitCode: EXIT_CODES.parse.code };
  }
  const { problems } = await checkPipeline(document, registry, host.ports);
  if (problems.length === 0) return { document };
  console.problem(...validationReport(problems, file, flags));
  return { exitCode: EXIT_CODES.validation.code };
}
