import { CannectorsError } from '../../core/errors.ts';

/**
 * A query met data that gives no statement. Trying again does not help: the same data fails the same way. Nothing of
 * the query is quoted but names and numbers.
 */
export class SqlTemplateError extends CannectorsError {
  override readonly name = 'SqlTemplateError';

  constructor(message: string, cause?: unknown) {
    super(message, { category: 'validation', cause });
  }
}
