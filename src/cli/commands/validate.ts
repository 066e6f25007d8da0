import { isDataObject } from '../../core/record.ts';
import { getOwn } from '../../core/value.ts';
import { builtInRegistry } from '../../modules/built-in.ts';
import { type CheckedDocument, checkExitCode, checkedDocument } from '../checked-document.ts';
import { configurationFiles } from '../configuration-files.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { checkRecord } from '../report/check-record.ts';
import { parseErrorReport } from '../report/parse-error-report.ts';
import { validationReport, warningReport } from '../report/validation-report.ts';
import type { Invocation } from './command.ts';

/**
 * Says whether configuration files are valid, and what is wrong with them otherwise. Connects to nothing. Returns
 * the worst exit code of them.
 */
export async function validate(invocation: Invocation): Promise<number> {
  const { operands, flags, console } = invocation;
  const registry = builtInRegistry();
  const files = configurationFiles(operands);
  const checks: { readonly file: string; readonly check: CheckedDocument }[] = [];
  for (const file of files) {
    if (flags.format === 'text') console.progress(`Validating configuration: ${file}`);
    const check = await checkedDocument(file, registry, invocation);
    checks.push({ file, check });
    if (flags.format === 'text') report(check, file, invocation);
  }
  const exitCodes = checks.map(({ check }) => exitCodeOf(check, flags.strict));
  if (flags.format === 'json') {
    const records = checks.map(({ file, check }) => checkRecord(check, file, flags.strict));
    console.result(JSON.stringify({ valid: exitCodes.every((code) => code === 0), files: records }, null, 2));
  }
  return Math.max(...exitCodes);
}

function exitCodeOf(check: CheckedDocument, strict: boolean): number {
  if (strict && check.kind === 'valid' && check.warnings.length > 0) return EXIT_CODES.validation.code;
  return checkExitCode(check);
}

function report(check: CheckedDocument, file: string, { flags, console }: Invocation): void {
  if (check.kind === 'unparsable') {
    console.problem(...parseErrorReport([check.error], flags));
    return;
  }
  const { warnings } = check;
  const problems = [...(check.kind === 'invalid' ? check.problems : []), ...(flags.strict ? warnings : [])];
  if (problems.length > 0) console.problem(...validationReport(problems, file, flags));
  if (!flags.strict && warnings.length > 0) console.problem(...warningReport(warnings, file, flags));
  if (problems.length > 0) return;
  const { root, format } = check.document;
  console.progress(`✓ Configuration is valid (format: ${format})`);
  if (!flags.verbose || !isDataObject(root)) return;
  const [name, version] = [getOwn(root, 'name'), getOwn(root, 'version')];
  if (typeof name === 'string') console.result(`  Connector: ${name}`);
  if (typeof version === 'string') console.result(`  Version: ${version}`);
}
