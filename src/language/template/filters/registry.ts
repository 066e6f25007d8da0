import { byName } from '../by-name.ts';
import type { FilterDefinition } from '../definition.ts';
import { AGGREGATE_FILTERS } from './aggregates.ts';
import { CASE_FILTERS } from './case.ts';
import { FALLBACK_FILTERS } from './fallback.ts';
import { FORMAT_FILTERS } from './format.ts';
import { JSON_FILTERS } from './json.ts';
import { LAYOUT_FILTERS } from './layout.ts';
import { LIST_FILTERS } from './lists.ts';
import { MARKUP_FILTERS } from './markup.ts';
import { NUMBER_FILTERS } from './numbers.ts';
import { ORDERING_FILTERS } from './ordering.ts';
import { SELECT_FILTERS } from './select.ts';
import { TEXT_FILTERS } from './text.ts';
import { URLIZE_FILTERS } from './urlize.ts';

/** The filters by name and alias. */
export const FILTERS: ReadonlyMap<string, FilterDefinition> = byName([
  ...FALLBACK_FILTERS,
  ...CASE_FILTERS,
  ...TEXT_FILTERS,
  ...LAYOUT_FILTERS,
  ...FORMAT_FILTERS,
  ...NUMBER_FILTERS,
  ...LIST_FILTERS,
  ...SELECT_FILTERS,
  ...ORDERING_FILTERS,
  ...AGGREGATE_FILTERS,
  ...JSON_FILTERS,
  ...MARKUP_FILTERS,
  ...URLIZE_FILTERS,
]);
