import type { MethodDefinition } from '../definition.ts';
import { MAPPING_METHODS } from './mapping.ts';
import { CASE_METHODS } from './text-case.ts';
import { END_METHODS } from './text-ends.ts';
import { PART_METHODS } from './text-parts.ts';

/** The methods by name; the same name may exist for both receivers. */
export const METHODS: ReadonlyMap<string, readonly MethodDefinition[]> = Map.groupBy(
  [...CASE_METHODS, ...END_METHODS, ...PART_METHODS, ...MAPPING_METHODS],
  ({ name }) => name,
);
