import { CannectorsError } from '../../core/errors.ts';
import { LocatedError } from '../located-error.ts';

/**
 * An expression met data it cannot work on. The message ends with the place in the expression's own text. Trying
 * again does not help: the same data fails the same way.
 */
export class ExpressionError extends CannectorsError {
  override readonly name = 'ExpressionError';
  /** The message without position and snippet. */
  readonly reason: string;

  /** @param offset UTF-16 offset of the operator, property or function in the source */
  constructor(reason: string, source: string, offset: number) {
    const located = new LocatedError(reason, source, offset);
    super(located.message, { category: 'validation', cause: located });
    this.reason = reason;
  }
}
