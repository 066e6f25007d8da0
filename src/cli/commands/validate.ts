import { isDataObject } from '../../core/record.ts';
import { getOwn } from '../../core/value.ts';
import { builtInRegistry } from '../../modules/built-in.ts';
import { checkedDocument } from '../checked-document.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Invocation } from './command.ts';

/** Says whether a configuration file is valid, and what is wrong with it otherwise. Connects to nothing. */
export async function validate(invocation: Invocation): Promise<number> {
  const { operands, flags, console } = invocation;
  const [file = ''] = operands;
  console.progress(`Validating configuration: ${file}`);
  const checked = await checkedDocument(file, builtInRegistry(), invocation);
  if ('exitCode' in checked) return checked.exitCode;
  const { root, format } = checked.document;
  console.progress(`✓ Configuration is valid (format: ${format})`);
  if (flags.verbose && isDataObject(root)) {
    const [name, version] = [getOwn(root, 'name'), getOwn(root, 'version')];
    if (typeof name === 'string') console.result(`  Connector: ${name}`);
    if (typeof version === 'string') console.result(`  Version: ${version}`);
  }
  return EXIT_CODES.success.code;
}
