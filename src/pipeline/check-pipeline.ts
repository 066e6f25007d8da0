import type { Ports } from '../core/ports.ts';
import { isDataObject } from '../core/record.ts';
import type { ModuleRegistry } from '../modules/contract/registry.ts';
import { compilePipeline } from './compile-pipeline.ts';
import type { ParsedDocument } from './document/parsed-document.ts';
import type { DocumentProblem } from './validation/document-problem.ts';
import { validateDocument } from './validation/validate-document.ts';

/**
 * Finds everything wrong with a configuration that can be found offline: its structure first and, when that is
 * sound, whatever compiling its modules reveals. Environment variables are not needed: references stay as text.
 * Problems come in document order.
 */
export async function checkPipeline(
  document: ParsedDocument,
  registry: ModuleRegistry,
  ports: Pick<Ports, 'files' | 'environment'>,
): Promise<{ problems: DocumentProblem[] }> {
  const structural = await validateDocument(document, registry);
  if (structural.length > 0 || !isDataObject(document.root)) return { problems: structural };
  const { problems } = await compilePipeline(document.root, registry, ports);
  return {
    problems: problems.map(({ path, type, message }) => ({
      path,
      type,
      message,
      position: document.locate(path),
    })),
  };
}
