import { type Static, type TObject, Type } from 'typebox';
import type { BoundStatement } from '../../clients/sql/connection.ts';
import { detectDriver, SQL_DRIVERS } from '../../clients/sql/detect-driver.ts';
import { isSupported } from '../../clients/sql/engines.ts';
import { CannectorsError, classify, errorText } from '../../core/errors.ts';
import type { DataObject, Value } from '../../core/record.ts';
import { compileExpression, type Expression } from '../../language/expression/expression.ts';
import { ExpressionError } from '../../language/expression/expression-error.ts';
import { compileSqlTemplate, type SqlTemplate } from '../../language/sql-template/sql-template.ts';
import type { CompileContext } from '../contract/definition.ts';
import { type Constraint, oneOf } from '../contract/schema.ts';
import { readNamedFile } from './file-path.ts';
import { SqlTarget, UNDETECTABLE_DRIVER, unsupportedDriver } from './sql-target.ts';

const DEFAULT_TIMEOUT_MS = 30_000;
const LARGEST_QUERY_FILE_BYTES = 1024 * 1024;
/** A reference that `run` replaces before the text means anything. */
const ENVIRONMENT_REFERENCE = /\$\{[A-Z_][A-Z0-9_]*\}/;

/** Fields of every module that executes SQL. */
export const SQL_FIELDS = {
  connectionString: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'Connection string; for SQLite a path, a file: URI or :memory:.',
    }),
  ),
  connectionStringRef: Type.Optional(
    Type.String({
      pattern: '^\\$\\{[A-Z_][A-Z0-9_]*\\}$',
      description: 'Environment variable that holds the whole connection string, written ${NAME}.',
    }),
  ),
  driver: Type.Optional(
    oneOf(SQL_DRIVERS, {
      description:
        'Database engine; told from the connection string when absent. This version supports sqlite.',
    }),
  ),
  query: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'SQL text; values are bound through $1, $2, … and parameters.',
    }),
  ),
  queryFile: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'File that holds the SQL text, relative to the working directory.',
    }),
  ),
  parameters: Type.Optional(
    Type.Array(Type.String({ minLength: 1 }), {
      default: [],
      description: 'Expressions over record, meta, state and pagination; the first one is bound to $1.',
    }),
  ),
  timeoutMs: Type.Optional(
    Type.Integer({
      minimum: 1,
      default: DEFAULT_TIMEOUT_MS,
      description: 'Limit in milliseconds for connecting and for each statement.',
    }),
  ),
} as const;

/** Which of {@link SQL_FIELDS} exclude each other. */
export const SQL_CONSTRAINTS: readonly Constraint[] = [
  { exactlyOneOf: ['connectionString', 'connectionStringRef'] },
  { exactlyOneOf: ['query', 'queryFile'] },
];

type SqlConfig = Static<TObject<typeof SQL_FIELDS>>;

/** The names that parameter expressions see. */
export interface SqlVariables extends DataObject {
  record: DataObject;
  meta: DataObject;
  state: DataObject;
  pagination: DataObject;
}

/** A compiled statement and the database it is for. */
export interface SqlSource {
  readonly target: SqlTarget;
  readonly timeoutMs: number;
  /** The author's expression behind each argument, in bound order. */
  readonly argumentSources: readonly string[];
  /**
   * The statement for one execution. Each parameter is evaluated at most once.
   *
   * @throws {CannectorsError} `building parameterized query: …` when an expression fails
   */
  bind(variables: SqlVariables): BoundStatement;
}

/**
 * Prepares the SQL of a module and reports what is wrong with it. Neither connects nor needs the environment.
 *
 * @param options.scripts whether text without parameters may hold several statements
 */
export async function compileSqlSource(
  config: SqlConfig,
  context: CompileContext,
  options: { readonly scripts: boolean },
): Promise<SqlSource | undefined> {
  const driverIsUsable = checkDriver(config, context);
  const parameters = await compileParameters(config.parameters ?? [], context);
  const template = compileQuery(config, context, options.scripts);
  if (!driverIsUsable || template === undefined || parameters === undefined) return undefined;
  return {
    target: new SqlTarget(config, context.ports.environment),
    timeoutMs: config.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    argumentSources: template.argumentOrder.map((position) => parameters[position]?.source ?? ''),
    bind: binder(template, parameters),
  };
}

function checkDriver(config: SqlConfig, { report }: CompileContext): boolean {
  const { connectionString, driver } = config;
  const problem = (at: string, message: string): false => {
    report({ at: [at], type: 'validation', message });
    return false;
  };
  if (driver !== undefined) return isSupported(driver) || problem('driver', unsupportedDriver(driver));
  if (connectionString === undefined || ENVIRONMENT_REFERENCE.test(connectionString)) return true;
  const detected = detectDriver(connectionString);
  if (detected === undefined) return problem('connectionString', UNDETECTABLE_DRIVER);
  return isSupported(detected) || problem('connectionString', unsupportedDriver(detected));
}

interface Parameter {
  readonly number: number;
  readonly source: string;
  readonly expression: Expression;
}

async function compileParameters(
  sources: readonly string[],
  { report }: CompileContext,
): Promise<Parameter[] | undefined> {
  const parameters: Parameter[] = [];
  for (const [index, source] of sources.entries()) {
    const number = index + 1;
    const refuse = (reason: string): void =>
      report({
        at: ['parameters', index],
        type: 'sql-template',
        message: `invalid SQL query template: ${reason}`,
      });
    if (source.trim() === '') {
      refuse(`parameter ${number}: expression is empty`);
      continue;
    }
    try {
      parameters.push({ number, source: source.trim(), expression: await compileExpression(source) });
    } catch (error) {
      refuse(`parameter ${number} ("${source.trim()}"): ${firstLine(errorText(error))}`);
    }
  }
  return parameters.length === sources.length ? parameters : undefined;
}

function compileQuery(
  config: SqlConfig,
  { ports, report }: CompileContext,
  scripts: boolean,
): SqlTemplate | undefined {
  const at = config.query === undefined ? ['queryFile'] : ['query'];
  let text = config.query;
  if (text === undefined) {
    const file = readNamedFile(ports.files, config.queryFile ?? '', 'query file', LARGEST_QUERY_FILE_BYTES);
    if ('problem' in file) {
      report({ at, type: 'sql-template', message: file.problem });
      return undefined;
    }
    text = file.text;
  }
  const { problems, template } = compileSqlTemplate(text, config.parameters?.length ?? 0, 'sqlite');
  for (const { message, parameter } of problems) {
    report({
      at: parameter === undefined ? at : ['parameters', parameter - 1],
      type: 'sql-template',
      message: `invalid SQL query template: ${message}`,
    });
  }
  if (template !== undefined && template.statementCount > 1 && !scripts) {
    const message = `the query holds ${template.statementCount} statements; it must be a single one`;
    report({ at, type: 'sql-template', message: `invalid SQL query template: ${message}` });
    return undefined;
  }
  return template;
}

function binder(template: SqlTemplate, parameters: readonly Parameter[]): SqlSource['bind'] {
  const { text, argumentOrder } = template;
  const slots = argumentOrder.map((position, index) => ({
    parameter: parameters[position],
    earlier: argumentOrder.indexOf(position) < index ? argumentOrder.indexOf(position) : undefined,
  }));
  return (variables) => {
    const values: Value[] = new Array(slots.length);
    for (let index = 0; index < slots.length; index += 1) {
      const slot = slots[index];
      if (slot?.parameter === undefined) continue;
      const value = slot.earlier === undefined ? evaluate(slot.parameter, variables) : values[slot.earlier];
      values[index] = value ?? null;
    }
    return { text, values };
  };
}

function evaluate({ number, source, expression }: Parameter, variables: SqlVariables): Value {
  try {
    return expression.evaluate(variables);
  } catch (error) {
    const reason = error instanceof ExpressionError ? error.reason : errorText(error);
    const { category, retryable } = classify(error);
    throw new CannectorsError(
      `building parameterized query: evaluating parameter ${number} ("${source}"): ${reason}`,
      { category, retryable, cause: error },
    );
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
