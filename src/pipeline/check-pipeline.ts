import type { Ports } from '../core/ports.ts';
import { isDataObject } from '../core/record.ts';
import type { ModuleRegistry } from '../modules/contract/registry.ts';
import { type CompileProblem, compilePipeline } from './compile-pipeline.ts';
import type { ParsedDocument } from './document/parsed-document.ts';
import { documentDoubts } from './validation/document-doubts.ts';
import { type DocumentProblem, inDocumentOrder } from './validation/document-problem.ts';
import { excerptAt } from './validation/excerpt.ts';
import { validateDocument } from './validation/validate-document.ts';

/** What was found. Warnings leave a configuration valid. */
export interface Check {
  readonly problems: readonly DocumentProblem[];
  readonly warnings: readonly DocumentProblem[];
}

/**
 * Finds everything wrong with a configuration that can be found offline: its structure first and, when that is
 * sound, whatever compiling its modules reveals. Environment variables are not needed: references stay as text.
 * Problems come in document order.
 */
export async function checkPipeline(
  document: ParsedDocument,
  registry: ModuleRegistry,
  ports: Pick<Ports, 'files' | 'environment'>,
): Promise<Check> {
  const structural = await validateDocument(document, registry);
  if (structural.length > 0 || !isDataObject(document.root)) return { problems: structural, warnings: [] };
  const { problems, warnings } = await compilePipeline(document.root, registry, ports);
  const doubts = documentDoubts(document.root).map((doubt) => ({
    ...doubt,
    type: 'validation' as const,
    position: document.locate(doubt.path),
  }));
  return {
    problems: inDocumentOrder(problems.map((problem) => placed(problem, document))),
    warnings: inDocumentOrder([...warnings.map((problem) => placed(problem, document)), ...doubts]),
  };
}

function placed(
  { path, type, message, offset, quotable }: CompileProblem,
  document: ParsedDocument,
): DocumentProblem {
  const position = offset === undefined ? document.locate(path) : document.locateInside(path, offset);
  const excerpt = quotable && offset !== undefined ? excerptAt(document.root, path, offset) : undefined;
  return { path, type, message, position, ...(excerpt === undefined ? {} : { excerpt }) };
}
