import { type Static, type TObject, Type } from 'typebox';
import type { DocumentPath } from '../../core/document-path.ts';
import { LocatedError } from '../../language/located-error.ts';
import { refuseTemplateTags } from '../../language/template/template.ts';
import { repeatedHeaderNames } from './header-fields.ts';

/** Time for one attempt when the author sets none, in milliseconds. */
export const DEFAULT_TIMEOUT_MS = 30_000;

/** The `User-Agent` of every request of the product. */
export const USER_AGENT = 'Cannectors-Runtime/1.0';

/**
 * The settings that say where a request goes and what it carries, for the schemas of HTTP modules.
 *
 * @param defaultMethod the method of the module when the author names none
 */
export function requestFields(defaultMethod: string) {
  return {
    endpoint: Type.String({
      minLength: 1,
      description: 'Absolute http or https URL the request is sent to.',
    }),
    method: Type.Optional(
      Type.String({
        pattern: "^[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$",
        default: defaultMethod,
        description: 'HTTP method in any case; custom methods are allowed.',
      }),
    ),
    headers: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description:
          'Headers sent with every request. A header replaces a default of the same name in any case.',
      }),
    ),
    queryParams: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description:
          'Parameters merged into the query of the endpoint; each replaces those of the same name. Values are encoded.',
      }),
    ),
    timeoutMs: Type.Optional(
      Type.Integer({
        minimum: 1,
        default: DEFAULT_TIMEOUT_MS,
        description:
          'Time for one attempt in milliseconds, from the connection to the last byte of the answer.',
      }),
    ),
  } as const;
}

/** The settings as a module receives them. */
export type RequestConfig = Static<TObject<ReturnType<typeof requestFields>>> & { readonly body?: string };

/** A mistake in the settings that the schema cannot see; relative to the module. */
export interface RequestFieldProblem {
  readonly at: DocumentPath;
  readonly type: 'template' | 'validation';
  readonly message: string;
}

/** Finds template tags, which are not supported here, and header names that differ only by case. */
export function requestFieldProblems(config: RequestConfig): RequestFieldProblem[] {
  const problems: RequestFieldProblem[] = [];
  for (const { at, source } of requestTexts(config)) {
    try {
      refuseTemplateTags(source);
    } catch (error) {
      if (!(error instanceof LocatedError)) throw error;
      // The text itself may hold a credential, so only the place is told.
      problems.push({ at, type: 'template', message: `${error.reason} (${error.line}:${error.column})` });
    }
  }
  for (const name of repeatedHeaderNames(Object.keys(config.headers ?? {}))) {
    problems.push({
      at: ['headers', name],
      type: 'validation',
      message: `header ${JSON.stringify(name)} is given twice: names that differ only by case are the same header`,
    });
  }
  return problems;
}

function* requestTexts({ endpoint, headers, queryParams, body }: RequestConfig) {
  yield { at: ['endpoint'], source: endpoint };
  for (const [name, source] of Object.entries(headers ?? {})) yield { at: ['headers', name], source };
  for (const [name, source] of Object.entries(queryParams ?? {})) yield { at: ['queryParams', name], source };
  if (body !== undefined) yield { at: ['body'], source: body };
}
