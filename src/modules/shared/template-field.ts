import type { DocumentPath } from '../../core/document-path.ts';
import { LocatedError } from '../../language/located-error.ts';
import { compileTemplate, type Template, type TemplateOptions } from '../../language/template/template.ts';
import type { CompileContext, SubstitutedTag } from '../contract/definition.ts';
import { unknownNames } from './template-variables.ts';

/** A setting, or the file that one names, whose text is a template. */
export interface TemplateField extends TemplateOptions {
  readonly source: string;
  /** The setting, relative to the module. */
  readonly at: DocumentPath;
  /** What messages about the template start with, such as `invalid template syntax in body: `. */
  readonly prefix: string;
  /** True when `source` is the content of the file that the setting names: nothing of it stands in the document. */
  readonly inFile?: boolean;
}

/**
 * Compiles a template. A mistake in it is reported and gives nothing, and so does a tag that the value of an
 * environment variable brought in: the author alone writes the program.
 */
export async function compileTemplateField(
  { source, at, prefix, inFile = false, ...options }: TemplateField,
  context: CompileContext,
): Promise<Template | undefined> {
  const tag = inFile ? undefined : context.substitutedTag(at);
  if (tag !== undefined) {
    context.report({ at, type: 'template', message: prefix + substitutedTagMessage(tag) });
    return undefined;
  }
  try {
    const template = await compileTemplate(source, options);
    for (const message of unknownNames(template.names, context.loopAliases)) {
      context.report({ at, type: 'template', severity: 'warning', message: prefix + message });
    }
    return template;
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    const { reason, line, column, offset } = error;
    const message = `${prefix}${reason} (${line}:${column})`;
    context.report({ at, type: 'template', message, ...(inFile ? {} : { offset }) });
    return undefined;
  }
}

/** Why the text of a template is refused, naming the variable and nothing of its value. */
export function substitutedTagMessage({ variable, tag }: SubstitutedTag): string {
  return `environment variable ${variable} holds template syntax ("${tag}"): its value is put into a template, where only the file may open "{{", "{%" or "{#"`;
}
