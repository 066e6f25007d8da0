import type { HeaderField } from '../../../clients/http/header-fields.ts';
import type { RequestUrl } from '../../../clients/http/request-url.ts';
import { errorText } from '../../../core/errors.ts';
import { parseJson } from '../../../core/parse-json.ts';
import type { RenderedRequest, RequestTemplates } from '../../shared/request-templates.ts';
import { groupVariables } from './group-variables.ts';
import { carriesRecords, recordBody } from './record-body.ts';
import type { Grouping, RecordGroup } from './record-group.ts';
import { requestTarget } from './request-target.ts';

/** What is needed to make the request of a group. */
export interface GroupRequestSettings extends Grouping {
  readonly method: string;
  readonly templates: RequestTemplates;
}

/** The request of one group, ready to be sent or shown. */
export interface GroupRequest {
  readonly url: RequestUrl;
  readonly headers: readonly HeaderField[];
  /** `undefined` when the request has no body. */
  readonly body: string | undefined;
  /** Why the body of a JSON request is not JSON; absent for every other body. */
  readonly jsonError?: string;
}

/** Its URL and headers, and what the templates made of the group. @throws {CannectorsError} category `validation` */
export function groupTarget(group: RecordGroup, { templates, mode }: GroupRequestSettings) {
  const rendered = templates.render(groupVariables(group, mode));
  return { rendered, ...requestTarget(rendered) };
}

/**
 * The body of the request: what the body template made, else the records as JSON for methods that carry any.
 *
 * @param indent spaces per level of the records
 * @throws {CannectorsError} category `validation`, when a record cannot be written as JSON
 */
export function groupBody(
  group: RecordGroup,
  { body, bodyTarget }: RenderedRequest,
  { templates, method, mode }: GroupRequestSettings,
  indent = 0,
): Pick<GroupRequest, 'body' | 'jsonError'> {
  if (!templates.hasBody) {
    return { body: carriesRecords(method) ? recordBody(group, mode, indent) : undefined };
  }
  const jsonError = body === undefined || bodyTarget !== 'json' ? undefined : jsonProblem(body);
  return { body, ...(jsonError === undefined ? {} : { jsonError }) };
}

function jsonProblem(text: string): string | undefined {
  try {
    parseJson(text);
    return undefined;
  } catch (error) {
    return errorText(error);
  }
}
