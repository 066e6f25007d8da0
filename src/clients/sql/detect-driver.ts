/** The database engines an author can name. */
export const SQL_DRIVERS = ['postgres', 'mysql', 'sqlite'] as const;
export type SqlDriver = (typeof SQL_DRIVERS)[number];

const RULES: readonly (readonly [RegExp, SqlDriver])[] = [
  [/^postgres(?:ql)?:\/\//i, 'postgres'],
  [/^file:|\.(?:db|sqlite)$/i, 'sqlite'],
  [/@(?:tcp|unix)\(/i, 'mysql'],
  [/^[^:]+:[^@]+@[^/]+\//, 'mysql'],
];

/**
 * The engine a connection string is meant for, told by its form; the first rule that fits wins. Undefined when
 * none does. The string of another engine's URL (`mongodb://user:pass@host/db`) counts as MySQL.
 */
export function detectDriver(connectionString: string): SqlDriver | undefined {
  return RULES.find(([pattern]) => pattern.test(connectionString))?.[1];
}
