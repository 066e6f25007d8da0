import { type Static, type TObject, Type } from 'typebox';
import { doubt, mistake, type SettingProblem } from '../../core/setting-problem.ts';
import { AUTHENTICATION_FIELD, authenticationProblems } from '../auth/authentication-fields.ts';
import { headerNameProblems } from './header-names.ts';

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
      description:
        'Absolute http or https URL the request is sent to; a template whose values are percent-encoded.',
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
          'Headers sent with every request; values are templates. A header replaces a default of the same name in any case.',
      }),
    ),
    queryParams: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description:
          'Parameters merged into the query of the endpoint; each replaces those of the same name. Values are templates, and are encoded.',
      }),
    ),
    body: Type.Optional(
      Type.String({
        description: 'Body of the request, a template, sent with any method. Empty means none.',
      }),
    ),
    bodyTemplateFile: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'File that holds the body template, relative to the working directory; body wins over it.',
      }),
    ),
    ...AUTHENTICATION_FIELD,
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
export type RequestConfig = Static<TObject<ReturnType<typeof requestFields>>>;

/** Finds what the schema cannot see: credentials, header names, settings without effect. */
export function requestFieldProblems(config: RequestConfig): SettingProblem[] {
  return [
    ...authenticationProblems(config.authentication),
    ...headerNameProblems('headers', config.headers),
    ...bodyDoubts(config),
  ];
}

/** A HEAD request with a body cannot be sent. */
export function headBodyProblems({ method, body, bodyTemplateFile }: RequestConfig): SettingProblem[] {
  if (method?.toUpperCase() !== 'HEAD' || !(body || bodyTemplateFile)) return [];
  const message = 'a HEAD request carries no body: remove body or use another method';
  return [mistake([body ? 'body' : 'bodyTemplateFile'], message)];
}

function bodyDoubts({ body, bodyTemplateFile }: RequestConfig): SettingProblem[] {
  if (!body || bodyTemplateFile === undefined) return [];
  return [doubt(['bodyTemplateFile'], 'bodyTemplateFile has no effect: body wins over it')];
}
