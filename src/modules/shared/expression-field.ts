import type { DocumentPath } from '../../core/document-path.ts';
import { LocatedError } from '../../language/located-error.ts';
import type { CompileContext } from '../contract/definition.ts';

/** The longest expression of a setting, in bytes of UTF-8. */
const LONGEST_EXPRESSION = 10_000;

/** A setting whose text is an expression. */
export interface ExpressionField {
  readonly source: string;
  /** The setting, relative to the module. */
  readonly at: DocumentPath;
  /** What it is called in messages: `retryHintFromBody expression`. */
  readonly name: string;
  /** What messages about a mistake start with: `compiling retryHintFromBody expression: `. */
  readonly prefix: string;
}

/** Compiles the expression of a setting. A mistake in it is reported and gives nothing. */
export async function compileExpressionField<T>(
  { source, at, name, prefix }: ExpressionField,
  context: CompileContext,
  compile: (source: string) => Promise<T>,
): Promise<T | undefined> {
  const length = Buffer.byteLength(source);
  if (length > LONGEST_EXPRESSION) {
    const message = `${name} length ${length} exceeds maximum ${LONGEST_EXPRESSION}`;
    context.report({ at, type: 'expression', message });
    return undefined;
  }
  try {
    return await compile(source);
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    const { reason, line, column, offset } = error;
    const message = `${prefix}${reason} (${line}:${column})`;
    context.report({ at, type: 'expression', message, offset, quotable: true });
    return undefined;
  }
}
