import { closestName } from '../../core/closest-name.ts';
import { FILTERS } from './filters/registry.ts';
import { TESTS } from './tests/registry.ts';

/** The reason for refusing a filter that does not exist. */
export function unknownFilter(name: string): string {
  return `filter '${name}' not found${suggestion(name, [...FILTERS.keys()])}`;
}

/** The reason for refusing a test that does not exist. */
export function unknownTest(name: string): string {
  return `test '${name}' not found${suggestion(name, [...TESTS.keys()])}`;
}

/** What the author most likely meant, as the end of a message; empty when nothing is close. */
export function suggestion(name: string, candidates: readonly string[]): string {
  const closest = closestName(name, candidates);
  return closest === undefined ? '' : `, did you mean ${closest}?`;
}
