import { errorText } from '../../core/errors.ts';
import { parseJson } from '../../core/parse-json.ts';
import { type DataObject, isDataObject } from '../../core/record.ts';
import { kindOf } from '../../core/value.ts';
import { compileExpression, type Expression } from '../../language/expression/expression.ts';
import type { Logger } from '../../observability/logger.ts';

/** Events of the published log, which say why a body has no say. */
const EVENTS = {
  parse: 'failed to parse JSON body for retryHintFromBody evaluation, falling back to status code',
  evaluate: 'failed to evaluate retryHintFromBody expression, falling back to status code',
  type: 'retryHintFromBody expression returned non-boolean value, falling back to status code',
} as const;

/** Asks the body of an answer whether its request is to be repeated. */
export class RetryHint {
  readonly #expression: Expression;

  private constructor(expression: Expression) {
    this.#expression = expression;
  }

  /**
   * Compiles `retryHintFromBody`, an expression over `body`.
   *
   * @throws {LocatedError} for a mistake that is visible without a body, a result that is no boolean included
   */
  static async compile(source: string): Promise<RetryHint> {
    await compileExpression(source, { expect: 'boolean' });
    // Whether a result is a boolean is judged here, so that the log can name its type.
    return new RetryHint(await compileExpression(source));
  }

  /**
   * What the body says; a result of null means false. Undefined, after a warning, when it says nothing: no JSON
   * object, an expression that fails, another result than a boolean. An empty body says nothing without a warning.
   *
   * @param cut whether the text is only the start of the body
   */
  opinion({ text, cut }: { readonly text: string; readonly cut: boolean }, log: Logger): boolean | undefined {
    if (text === '') return undefined;
    const body = bodyObject(text);
    if (typeof body === 'string') {
      log.warn(EVENTS.parse, { error: cut ? `${body}: only the start of the body was read` : body });
      return undefined;
    }
    try {
      const result = this.#expression.evaluate({ body });
      if (typeof result === 'boolean' || result === null) return result === true;
      log.warn(EVENTS.type, { result_type: kindOf(result) });
    } catch (error) {
      log.warn(EVENTS.evaluate, { error: errorText(error) });
    }
    return undefined;
  }
}

/** The object that the text holds, or why it holds none. */
function bodyObject(text: string): DataObject | string {
  try {
    const value = parseJson(text);
    return isDataObject(value) ? value : `expected a JSON object, got ${kindOf(value)}`;
  } catch {
    return 'not valid JSON';
  }
}
