import { type TSchemaOptions, Type } from 'typebox';

/** A list of HTTP status codes. */
export function statusCodes(options: TSchemaOptions & { minItems?: number; uniqueItems?: boolean }) {
  return Type.Array(Type.Integer({ minimum: 100, maximum: 599 }), options);
}
