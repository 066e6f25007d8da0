import { type Static, Type } from 'typebox';
import { closedObject } from '../../core/schema.ts';
import { doubt } from '../../core/setting-problem.ts';
import type { Template } from '../../language/template/template.ts';
import type { CompileContext } from '../contract/definition.ts';
import { compileTemplateField } from './template-field.ts';

const DEFAULT_SIZE = 1000;
const DEFAULT_TTL_SECONDS = 300;

const cache = closedObject(
  {
    enabled: Type.Optional(Type.Boolean({ default: false, description: 'true keeps answers.' })),
    maxSize: Type.Optional(
      Type.Integer({
        minimum: 1,
        default: DEFAULT_SIZE,
        description: 'Most answers that are kept; the one unused for longest gives way.',
      }),
    ),
    ttlSeconds: Type.Optional(
      Type.Integer({
        minimum: 1,
        default: DEFAULT_TTL_SECONDS,
        description: 'How long an answer is good for, in seconds from when it came, across runs.',
      }),
    ),
    key: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'What tells answers apart, a template over the record. Without it, everything the request is made of.',
      }),
    ),
  },
  { description: 'Keeps answers, so that records that ask the same ask once.' },
);

/** The setting of filters that ask something for each record. */
export const CACHE_FIELD = { cache: Type.Optional(cache) } as const;

type CacheSettings = Static<typeof cache>;

/** How the answers of a filter are kept. */
export interface AnswerCache {
  /** Most entries. */
  readonly maxSize: number;
  readonly ttlSeconds: number;
  /** The author's key; the whole request when absent. */
  readonly key: Template | undefined;
}

/**
 * Compiles the cache of a filter and reports what is wrong with it, or doubtful.
 *
 * @param module type of the filter, for messages
 * @returns `off` when answers are not kept, nothing when a problem was reported
 */
export async function compileCache(
  settings: CacheSettings | undefined,
  module: string,
  context: CompileContext,
): Promise<AnswerCache | 'off' | undefined> {
  if (settings === undefined) return 'off';
  const key =
    settings.key === undefined
      ? undefined
      : await compileTemplateField(
          {
            source: settings.key,
            at: ['cache', 'key'],
            prefix: `invalid template syntax in ${module} cache key: `,
            target: 'text',
            missing: 'lenient',
          },
          context,
        );
  if (settings.key !== undefined && key === undefined) return undefined;
  if (settings.enabled !== true) {
    if (settings.enabled === undefined) {
      context.report(doubt(['cache'], 'the cache has no effect without enabled: true'));
    }
    return 'off';
  }
  if (key?.constant === true) {
    const message =
      'the key holds no template expression, so it tells no records apart: write {{ record.… }}; as it is, it only stands in front of the default key';
    context.report(doubt(['cache', 'key'], message));
  }
  const { maxSize = DEFAULT_SIZE, ttlSeconds = DEFAULT_TTL_SECONDS } = settings;
  return { maxSize, ttlSeconds, key };
}
