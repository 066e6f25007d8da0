import { DURATION_METHODS } from './duration-methods.ts';
import type { Method } from './method.ts';
import { TIMESTAMP_FIELDS } from './timestamp-fields.ts';
import { TIMESTAMP_INSTANTS } from './timestamp-instants.ts';
import { TIMESTAMP_TEXT } from './timestamp-text.ts';

// In the order of the reference page.
const ALL_METHODS: readonly Method[] = [
  ...TIMESTAMP_FIELDS,
  ...TIMESTAMP_TEXT,
  ...TIMESTAMP_INSTANTS,
  ...DURATION_METHODS,
];

/** The methods by name; the same name may exist for both receivers. */
export const METHODS: ReadonlyMap<string, readonly Method[]> = Map.groupBy(ALL_METHODS, ({ name }) => name);
