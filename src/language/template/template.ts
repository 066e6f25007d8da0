import { LocatedError } from '../located-error.ts';
import type { Template, TemplateOptions } from './contract.ts';
import { hasTags, normalizeNewlines, SOURCE_LIMIT, withoutFinalNewline } from './source-text.ts';

export type { Template, TemplateOptions } from './contract.ts';

/** What is shown of a source that is too long. */
const SNIPPET_LENGTH = 60;
const NOTHING: ReadonlySet<string> = new Set();

/**
 * Compiles a template once, for use on many records. It is asynchronous only because a template with tags loads the
 * engine; text without them, in which only the rules for newlines apply, does not.
 *
 * @throws {LocatedError} for a mistake that is visible without data, or a source of more than 1 MiB
 */
export async function compileTemplate(source: string, options: TemplateOptions): Promise<Template> {
  if (!hasTags(source)) return constantTemplate(source);
  if (source.length > SOURCE_LIMIT) {
    const start = source.slice(0, SNIPPET_LENGTH);
    throw new LocatedError(`template exceeds ${SOURCE_LIMIT / 1024 / 1024} MiB`, start, 0);
  }
  const { compileTagged } = await import('./engine.ts');
  return compileTagged(source, options);
}

function constantTemplate(source: string): Template {
  const text = normalizeNewlines(withoutFinalNewline(source));
  return { source, constant: true, names: NOTHING, members: () => NOTHING, render: () => text };
}
