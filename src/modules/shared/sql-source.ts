import { type Static, type TObject, Type } from 'typebox';
import { detectDriver, SQL_DRIVERS, type SqlDriver } from '../../clients/sql/detect-driver.ts';
import { holdsEnvironmentReference } from '../../core/environment-reference.ts';
import type { Environment } from '../../core/ports.ts';
import { type Constraint, oneOf } from '../../core/schema.ts';
import { doubt, mistake, type SettingProblem } from '../../core/setting-problem.ts';
import type { CompileContext } from '../contract/definition.ts';
import { compileSqlQuery, type SqlQuery, type SqlQueryOptions } from './sql-query.ts';
import { SqlTarget, UNDETECTABLE_DRIVER } from './sql-target.ts';

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_POOL_SIZE = 10;

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
      description: 'Database engine; told from the connection string when absent. This version runs sqlite.',
    }),
  ),
  query: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'SQL text, which {% … %} blocks may shape. Values are bound through $1, $2, … and parameters; IN ($1...) binds every element of a list.',
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
  maxOpenConns: Type.Optional(
    Type.Integer({
      minimum: 1,
      default: DEFAULT_POOL_SIZE,
      description: 'Most connections at a time. SQLite uses one.',
    }),
  ),
  maxIdleConns: Type.Optional(
    Type.Integer({
      minimum: 1,
      default: 5,
      description: 'Most connections that are kept for later.',
    }),
  ),
  connMaxLifetimeSeconds: Type.Optional(
    Type.Integer({
      minimum: 1,
      default: 1800,
      description: 'Age in seconds from which a connection is not used again.',
    }),
  ),
  connMaxIdleTimeSeconds: Type.Optional(
    Type.Integer({
      minimum: 1,
      default: 300,
      description: 'Seconds after which a connection that nobody uses is closed.',
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

/** A compiled query and the database it is for. */
export interface SqlSource extends SqlQuery {
  readonly target: SqlTarget;
  readonly timeoutMs: number;
}

/** Prepares the SQL of a module and reports what is wrong with it. Neither connects nor needs the environment. */
export async function compileSqlSource(
  config: SqlConfig,
  context: CompileContext,
  options: Omit<SqlQueryOptions, 'dialect'>,
): Promise<SqlSource | undefined> {
  const { report, ports } = context;
  const driver = driverOf(config, ports.environment);
  if (driver === undefined) report(mistake(['connectionString'], UNDETECTABLE_DRIVER));
  for (const problem of poolDoubts(config, driver)) report(problem);
  // The text of a query for an engine that only `run` knows is read by the rules of the engine that always works.
  const dialect = driver === undefined || driver === 'unknown' ? 'sqlite' : driver;
  const query = await compileSqlQuery(config, context, { ...options, dialect });
  if (driver === undefined || query === undefined) return undefined;
  return {
    target: new SqlTarget(config, ports.environment),
    timeoutMs: config.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    ...query,
  };
}

/** The engine, `unknown` while the environment does not tell, nothing for a string that no rule fits. */
function driverOf(
  { driver, connectionString, connectionStringRef }: SqlConfig,
  environment: Environment,
): SqlDriver | 'unknown' | undefined {
  if (driver !== undefined) return driver;
  if (connectionString !== undefined) {
    return holdsEnvironmentReference(connectionString) ? 'unknown' : detectDriver(connectionString);
  }
  const value = environment.get(connectionStringRef?.slice(2, -1) ?? '');
  return (value && detectDriver(value)) || 'unknown';
}

const POOL_SETTINGS = [
  'maxOpenConns',
  'maxIdleConns',
  'connMaxLifetimeSeconds',
  'connMaxIdleTimeSeconds',
] as const;

function poolDoubts(config: SqlConfig, driver: SqlDriver | 'unknown' | undefined): SettingProblem[] {
  if (driver === 'sqlite') {
    return POOL_SETTINGS.filter((name) => config[name] !== undefined).map((name) =>
      doubt([name], `${name} has no effect on SQLite, which uses one connection`),
    );
  }
  const { maxIdleConns, maxOpenConns = DEFAULT_POOL_SIZE } = config;
  if (maxIdleConns === undefined || maxIdleConns <= maxOpenConns) return [];
  const message = `only ${maxOpenConns} connections can be idle: maxOpenConns allows no more`;
  return [doubt(['maxIdleConns'], message)];
}
