import { type Static, type TObject, Type } from 'typebox';
import { type Constraint, oneOf } from '../../core/schema.ts';
import { doubt, mistake } from '../../core/setting-problem.ts';
import type { CompileContext } from '../contract/definition.ts';
import { reservedTargetMessage, writesIntoErrors } from './error-marker.ts';

const STRATEGIES = ['merge', 'replace', 'append'] as const;

/** The settings of filters that put an answer into the record. */
export const MERGE_FIELDS = {
  mergeStrategy: Type.Optional(
    oneOf(STRATEGIES, {
      default: 'merge',
      description:
        'How an answer gets into the record: merge goes into objects and replaces everything else, replace overwrites top-level fields, append puts it whole under resultKey.',
    }),
  ),
  resultKey: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'Top-level field that append writes, by its literal name; required by it.',
    }),
  ),
} as const;

/** Which of {@link MERGE_FIELDS} need each other. */
export const MERGE_CONSTRAINTS: readonly Constraint[] = [
  { requiredWhen: { field: 'mergeStrategy', equals: 'append', requires: 'resultKey' } },
];

/** How an answer gets into the record. */
export type MergeContract =
  | { readonly strategy: 'merge' | 'replace' }
  | { readonly strategy: 'append'; readonly resultKey: string };

/** The first key of a name that looks like a path. */
const FIRST_KEY = /^[^.[]*/;

/**
 * Reads how answers are merged and reports what is wrong with it, or doubtful.
 *
 * @param module type of the filter, for messages
 * @returns nothing when a problem was reported
 */
export function compileMerge(
  { mergeStrategy = 'merge', resultKey }: Static<TObject<typeof MERGE_FIELDS>>,
  module: string,
  { report }: CompileContext,
): MergeContract | undefined {
  const at = ['resultKey'];
  const key = resultKey?.trim() ?? '';
  if (writesIntoErrors(FIRST_KEY.exec(key)?.[0] ?? '')) {
    report(mistake(at, reservedTargetMessage(key)));
    return undefined;
  }
  if (mergeStrategy !== 'append') {
    if (resultKey !== undefined) {
      report(doubt(at, `resultKey has no effect with mergeStrategy ${mergeStrategy}: only append writes it`));
    }
    return { strategy: mergeStrategy };
  }
  if (key === '') {
    report(mistake(at, `${module}: resultKey is required when mergeStrategy is append`));
    return undefined;
  }
  if (key.includes('.')) {
    report(
      doubt(at, 'resultKey is the literal name of a field, not a path: its dot becomes part of the name'),
    );
  }
  return { strategy: 'append', resultKey: key };
}
