import type { BoundStatement } from '../../clients/sql/connection.ts';
import type { SqlDriver } from '../../clients/sql/detect-driver.ts';
import type { DocumentPath } from '../../core/document-path.ts';
import { CannectorsError, classify, errorText } from '../../core/errors.ts';
import type { Value } from '../../core/record.ts';
import { compileExpression, type Expression } from '../../language/expression/expression.ts';
import { ExpressionError } from '../../language/expression/expression-error.ts';
import { LocatedError } from '../../language/located-error.ts';
import { compileSqlTemplate, type SqlTemplate } from '../../language/sql-template/sql-template.ts';
import type { CompileContext } from '../contract/definition.ts';
import { readNamedFile } from './file-path.ts';
import { substitutedTagMessage } from './template-field.ts';
import { type TemplateVariables, unknownNames } from './template-variables.ts';

const LARGEST_QUERY_FILE_BYTES = 1024 * 1024;

/** Where the text of a query and the values in it come from. */
export interface SqlQuerySettings {
  readonly query?: string | undefined;
  readonly queryFile?: string | undefined;
  readonly parameters?: readonly string[] | undefined;
}

export interface SqlQueryOptions {
  readonly dialect: SqlDriver;
  /** Whether text without parameters may hold several statements. */
  readonly scripts: boolean;
  /** Top-level names whose members are known; blocks may read no other ones. */
  readonly knownMembers?: ReadonlyMap<string, readonly string[]>;
}

/** A statement to execute, and which parameters its values come from. */
export interface SqlStatement extends BoundStatement {
  /** For each value the author's expression. */
  readonly sources: readonly string[];
}

/** A compiled query with its parameters. */
export interface SqlQuery {
  /** The top-level names that the parameters read. */
  readonly parameterNames: ReadonlySet<string>;
  /**
   * The statement for one execution. Each parameter that the text still refers to is evaluated once.
   *
   * @throws {CannectorsError} `building parameterized query: …` when a block or an expression fails
   */
  bind(variables: TemplateVariables): SqlStatement;
}

/** Compiles the query of a module and reports what is wrong with it. */
export async function compileSqlQuery(
  settings: SqlQuerySettings,
  context: CompileContext,
  options: SqlQueryOptions,
): Promise<SqlQuery | undefined> {
  const template = await compileText(settings, context, options);
  const parameters = await compileParameters(settings.parameters ?? [], context);
  if (template === undefined || parameters === undefined) return undefined;
  const sourcesOf = new WeakMap<readonly number[], readonly string[]>();
  return {
    parameterNames: new Set(parameters.flatMap(({ expression }) => [...expression.names])),
    bind: (variables) => {
      const { text, values, positions } = bindTemplate(template, parameters, variables);
      let sources = sourcesOf.get(positions);
      if (sources === undefined) {
        sources = positions.map((position) => parameters[position]?.source ?? '');
        sourcesOf.set(positions, sources);
      }
      return { text, values, sources };
    },
  };
}

async function compileText(
  settings: SqlQuerySettings,
  context: CompileContext,
  options: SqlQueryOptions,
): Promise<SqlTemplate | undefined> {
  const inFile = settings.query === undefined;
  const at = [inFile ? 'queryFile' : 'query'];
  const text = settings.query ?? readQueryFile(settings.queryFile ?? '', at, context);
  if (text === undefined) return undefined;
  const tag = inFile ? undefined : context.substitutedTag(at);
  if (tag !== undefined) {
    report(context, at, substitutedTagMessage(tag));
    return undefined;
  }
  const { dialect, ...rest } = options;
  const parameterCount = settings.parameters?.length ?? 0;
  const { problems, template } = await compileSqlTemplate(text, parameterCount, dialect, rest);
  for (const { message, parameter, offset } of problems) {
    if (parameter !== undefined) report(context, ['parameters', parameter - 1], message);
    else if (offset === undefined) report(context, at, message);
    else if (inFile) report(context, at, `${message} ${placeOf(text, offset)}`);
    else report(context, at, message, { offset });
  }
  return template;
}

/** A query file is not part of the document, so its places are told in the message. */
function placeOf(text: string, offset: number): string {
  const { line, column } = new LocatedError('', text, offset);
  return `(${line}:${column} of the file)`;
}

function readQueryFile(
  name: string,
  at: DocumentPath,
  { ports, report }: CompileContext,
): string | undefined {
  const file = readNamedFile(ports.files, name, 'query file', LARGEST_QUERY_FILE_BYTES);
  if ('text' in file) return file.text;
  report({ at, type: 'sql-template', message: file.problem });
  return undefined;
}

interface Parameter {
  readonly number: number;
  readonly source: string;
  readonly expression: Expression;
}

async function compileParameters(
  sources: readonly string[],
  context: CompileContext,
): Promise<Parameter[] | undefined> {
  const parameters: Parameter[] = [];
  for (const [index, source] of sources.entries()) {
    const at = ['parameters', index];
    const number = index + 1;
    if (source.trim() === '') {
      report(context, at, `parameter ${number}: expression is empty`);
      continue;
    }
    try {
      const expression = await compileExpression(source);
      for (const message of unknownNames(expression.names, context.loopAliases)) {
        const text = `parameter ${number}: ${message}`;
        context.report({ at, type: 'sql-template', severity: 'warning', message: text });
      }
      parameters.push({ number, source: source.trim(), expression });
    } catch (error) {
      if (!(error instanceof LocatedError)) throw error;
      const { reason, line, column, offset } = error;
      const message = `parameter ${number} ("${source.trim()}"): ${reason} (${line}:${column})`;
      report(context, at, message, { offset, quotable: true });
    }
  }
  return parameters.length === sources.length ? parameters : undefined;
}

function report(
  context: CompileContext,
  at: DocumentPath,
  reason: string,
  place: { readonly offset?: number; readonly quotable?: boolean } = {},
): void {
  context.report({ at, type: 'sql-template', message: `invalid SQL query template: ${reason}`, ...place });
}

function bindTemplate(
  template: SqlTemplate,
  parameters: readonly Parameter[],
  variables: TemplateVariables,
): ReturnType<SqlTemplate['bind']> {
  try {
    return template.bind(variables, (position) => evaluate(parameters[position], variables));
  } catch (error) {
    const { category, retryable } = classify(error);
    throw new CannectorsError(`building parameterized query: ${errorText(error)}`, {
      category,
      retryable,
      cause: error,
    });
  }
}

function evaluate(parameter: Parameter | undefined, variables: TemplateVariables): Value {
  if (parameter === undefined) return null;
  const { number, source, expression } = parameter;
  try {
    return expression.evaluate(variables);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const message = `evaluating parameter ${number} ("${source}"): ${error.reason}`;
    throw new CannectorsError(message, {
      category: error.category,
      retryable: error.retryable,
      cause: error,
    });
  }
}
