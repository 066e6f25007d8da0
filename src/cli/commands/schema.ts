import { builtInRegistry } from '../../modules/built-in.ts';
import { pipelineSchemaText } from '../../pipeline/validation/json-schema.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Invocation } from './command.ts';

/** Prints the JSON Schema of pipeline files, for editors. */
export async function schema({ console }: Invocation): Promise<number> {
  console.result(pipelineSchemaText(builtInRegistry()));
  return EXIT_CODES.success.code;
}
