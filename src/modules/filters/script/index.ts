import type { DocumentPath } from '../../../core/document-path.ts';
import { ENVIRONMENT_REFERENCE } from '../../../core/environment-reference.ts';
import { type CompileContext, defineFilter } from '../../contract/definition.ts';
import { onErrorOf } from '../../shared/on-error.ts';
import type { Program, Refusal } from './sandbox/protocol.ts';
import { DEFAULT_LIMITS, type Limits, SCRIPT_FIELDS } from './schema.ts';
import { ScriptFilter } from './script-filter.ts';
import { readScript, type ScriptSource } from './script-source.ts';

/** Transforms records with the author's JavaScript. */
export const scriptFilter = defineFilter({
  type: 'script',
  summary: 'Transforms each record with a JavaScript function that has no access to anything but the record.',
  fields: SCRIPT_FIELDS,
  constraints: [{ exactlyOneOf: ['script', 'scriptFile'] }],
  examples: [
    {
      title: 'Compute a total and keep the lines that count',
      config: {
        script: [
          'function transform(record) {',
          '  record.lines = record.lines.filter((line) => line.quantity > 0);',
          '  record.total = record.lines.reduce((sum, line) => sum + line.quantity * line.price, 0);',
          '  return record;',
          '}',
          '',
        ].join('\n'),
      },
    },
    {
      title: 'Number the records of a run, with less time for each',
      config: {
        onError: 'log',
        limits: { timeMs: 500 },
        script: [
          'let count = 0;',
          'const transform = (record) => ({ ...record, number: (count += 1) });',
          '',
        ].join('\n'),
      },
    },
  ],
  async compile(config, context) {
    if (config.scriptFile !== undefined && REFERENCE.test(config.scriptFile)) return undefined;
    const at = [config.scriptFile === undefined ? 'script' : 'scriptFile'];
    const source = readScript(config, context.ports.files);
    if ('code' in source) {
      report(context, at, source);
      return undefined;
    }
    const onError = onErrorOf(config);
    const program = programOf(source, config.limits, onError === 'fail');
    const { checkProgram } = await import('./sandbox/session.ts');
    const refusal = await checkProgram(program);
    const reference = config.script === undefined ? null : REFERENCE.exec(config.script);
    if (reference !== null) warnOfReference(context, reference);
    else if (refusal !== undefined) {
      report(
        context,
        at,
        refusal,
        config.script === undefined ? undefined : offsetOf(config.script, refusal),
      );
    }
    if (refusal !== undefined) return undefined;
    return new ScriptFilter({ source, program, onError, nested: context.nested });
  },
});

/** What `run` replaces by the value of an environment variable before the text means anything. */
const REFERENCE = new RegExp(ENVIRONMENT_REFERENCE);

function programOf(source: ScriptSource, limits: Limits = {}, stopAtFailure: boolean): Program {
  return {
    source: source.text,
    name: source.id,
    timeMs: limits.timeMs ?? DEFAULT_LIMITS.timeMs,
    memoryMb: limits.memoryMb ?? DEFAULT_LIMITS.memoryMb,
    stopAtFailure,
  };
}

function report(
  { report }: CompileContext,
  at: DocumentPath,
  problem: { readonly code: string; readonly message: string },
  offset?: number,
): void {
  const message = `${problem.message} [${problem.code}]`;
  report({ at, type: 'validation', message, ...(offset === undefined ? {} : { offset }) });
}

/** A template literal looks like a reference: the author must know which of the two it is. */
function warnOfReference({ report }: CompileContext, { 0: text, index }: RegExpExecArray): void {
  const message =
    `${text} in the script is replaced by an environment variable before the script runs; ` +
    'a template literal with such a name belongs into a scriptFile, in which nothing is replaced';
  report({ at: ['script'], type: 'validation', severity: 'warning', message, offset: index });
}

/** Where a refusal points at in the text, in UTF-16 units; nowhere when its message quotes nothing of the text. */
function offsetOf(text: string, { code, place }: Refusal): number | undefined {
  if (code !== 'COMPILATION_FAILED') return undefined;
  let start = 0;
  for (let line = 1; place !== undefined && line < place.line; line += 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  return Math.min(text.length, start + Math.max(0, (place?.column ?? 1) - 1));
}
