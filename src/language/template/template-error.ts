import { CannectorsError } from '../../core/errors.ts';
import { LocatedError } from '../located-error.ts';

/**
 * A template met data it cannot work on. The message ends with the place in the template's own text. Trying again
 * does not help: the same data fails the same way.
 */
export class TemplateError extends CannectorsError {
  override readonly name = 'TemplateError';
  /** The message without position and snippet. */
  readonly reason: string;
  /** True for a name, member or item that is not there: what `default` and `is defined` stand in for. */
  readonly lookup: boolean;

  /** @param offset UTF-16 offset of the tag, operator, property or function in the source */
  constructor(reason: string, source: string, offset: number, lookup = false) {
    const located = new LocatedError(reason, source, offset);
    super(located.message, { category: 'validation', cause: located });
    this.reason = reason;
    this.lookup = lookup;
  }
}
