import { type Static, type TObject, Type } from 'typebox';
import { headerLists } from '../../clients/http/header-lists.ts';
import { statusCodes } from '../../clients/http/status-codes-field.ts';
import { CannectorsError, errorText } from '../../core/errors.ts';
import type { Value } from '../../core/record.ts';
import { closedObject } from '../../core/schema.ts';
import { compileExpression, type Expression } from '../../language/expression/expression.ts';
import type { CompileContext } from '../contract/definition.ts';
import { compileExpressionField } from './expression-field.ts';

const DEFAULT_STATUS_CODES = [200, 201, 202, 203, 204];

/** The `success` block of outputs that send requests. */
export const SUCCESS_FIELDS = {
  success: Type.Optional(
    closedObject(
      {
        statusCodes: Type.Optional(
          statusCodes({
            minItems: 1,
            uniqueItems: true,
            default: DEFAULT_STATUS_CODES,
            description: 'Statuses that mean the records were accepted; every other status is a failure.',
          }),
        ),
        expression: Type.Optional(
          Type.String({
            minLength: 1,
            description:
              'Expression over statusCode, headers and body, at most 10,000 bytes. Alone it decides, whatever the status; with statusCodes both must hold.',
          }),
        ),
      },
      {
        description: 'What counts as an accepted request.',
        constraints: [{ atLeastOneOf: ['statusCodes', 'expression'] }],
      },
    ),
  ),
} as const;

type SuccessConfig = Static<TObject<typeof SUCCESS_FIELDS>>['success'];

/** An answer, as far as its success depends on it. */
export interface SuccessFacts {
  readonly status: number;
  /** Names and values in turn. */
  readonly rawHeaders: readonly string[];
  /** The body as data; asked only when the expression reads it. @throws {CannectorsError} when it is none */
  body(): Value;
}

/** Whether an answer is a success, or else which part of the condition refuses it. */
export type SuccessVerdict = 'accepted' | 'status' | 'expression';

/** What counts as an accepted request. */
export class SuccessCondition {
  readonly #statuses: ReadonlySet<number> | undefined;
  readonly #expression: Expression | undefined;
  readonly #module: string;

  constructor(statuses: readonly number[] | undefined, expression: Expression | undefined, module: string) {
    this.#statuses = statuses && new Set(statuses);
    this.#expression = expression;
    this.#module = module;
  }

  /** The text of the expression; undefined when there is none. */
  get expression(): string | undefined {
    return this.#expression?.source;
  }

  /** True for a status that is no failure by itself: below 400, listed, or left to the expression. */
  tolerates(status: number): boolean {
    return status < 400 || (this.#statuses?.has(status) ?? true);
  }

  /**
   * Judges an answer. The expression is asked about every answer whose status is no failure by itself.
   *
   * @throws {CannectorsError} category `unknown`, `<module> success.expression evaluation failed: …`; whatever
   *   `body` throws
   */
  judge({ status, rawHeaders, body }: SuccessFacts): SuccessVerdict {
    const listed = this.#statuses?.has(status) ?? true;
    const expression = this.#expression;
    if (expression === undefined || !this.tolerates(status)) return listed ? 'accepted' : 'status';
    const environment = {
      statusCode: status,
      headers: headerLists(rawHeaders),
      body: expression.names.has('body') ? body() : null,
    };
    let holds: Value;
    try {
      holds = expression.evaluate(environment);
    } catch (error) {
      const message = `${this.#module} success.expression evaluation failed: ${errorText(error)}`;
      throw new CannectorsError(message, { category: 'unknown', statusCode: status, cause: error });
    }
    if (!listed) return 'status';
    return holds === true ? 'accepted' : 'expression';
  }
}

/**
 * Compiles the `success` block of a module and reports what is wrong with it.
 *
 * @param module type of the module, for messages
 * @returns nothing when a problem was reported
 */
export async function compileSuccess(
  config: SuccessConfig,
  module: string,
  context: CompileContext,
): Promise<SuccessCondition | undefined> {
  const source = config?.expression;
  if (source === undefined) {
    return new SuccessCondition(config?.statusCodes ?? DEFAULT_STATUS_CODES, undefined, module);
  }
  const expression = await compileExpressionField(
    {
      source,
      at: ['success', 'expression'],
      name: `${module} success.expression`,
      prefix: `${module} success.expression invalid: `,
    },
    context,
    (text) => compileExpression(text, { expect: 'boolean' }),
  );
  return expression && new SuccessCondition(config?.statusCodes, expression, module);
}
