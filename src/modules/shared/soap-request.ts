import type { RetryConfig } from '../../clients/retry/retry-fields.ts';
import { soapFieldProblems } from '../../clients/soap/soap-field-problems.ts';
import type { SoapConfig } from '../../clients/soap/soap-fields.ts';
import type { DocumentPath } from '../../core/document-path.ts';
import { doubt, hasMistakes, type SettingProblem } from '../../core/setting-problem.ts';
import type { RecordPath } from '../../language/path/record-path.ts';
import type { Template, TemplateOptions } from '../../language/template/template.ts';
import type { CompileContext } from '../contract/definition.ts';
import { compilePath } from './target-path.ts';
import { compileTemplateField } from './template-field.ts';

/** An attachment that is read from a record. */
export interface SoapAttachment {
  readonly contentId: Template;
  readonly contentType: string;
  readonly source: RecordPath;
  readonly encoding: 'binary' | 'base64';
}

/** The parts of a SOAP request that depend on records. */
export interface SoapRequest {
  readonly endpoint: Template;
  readonly body: Template;
  /** The blocks of the SOAP header. */
  readonly headers: readonly Template[];
  readonly httpHeaders: readonly (readonly [name: string, value: Template])[];
  /** Absent when the request is no MTOM message. */
  readonly attachments: readonly SoapAttachment[] | undefined;
}

/** What a SOAP module is compiled with. */
export interface SoapRequestOptions {
  /** As in {@link TemplateOptions}. */
  readonly knownMembers?: TemplateOptions['knownMembers'];
}

type TemplateKind = Pick<TemplateOptions, 'target' | 'missing'>;

/** How each part treats the values in it. */
const XML: TemplateKind = { target: 'xml', missing: 'strict' };
const URL_TEXT: TemplateKind = { target: 'url', missing: 'lenient' };
const PLAIN: TemplateKind = { target: 'text', missing: 'lenient' };

/**
 * Compiles the request of a SOAP module and reports what is wrong with it, or doubtful.
 *
 * @returns nothing when a problem was reported
 */
export async function compileSoapRequest(
  config: SoapConfig,
  context: CompileContext,
  { knownMembers }: SoapRequestOptions = {},
): Promise<SoapRequest | undefined> {
  const problems = soapFieldProblems(config);
  for (const problem of problems) context.report(problem);
  const template = (source: string, at: DocumentPath, subject: string, kind: TemplateKind) => {
    const prefix = `invalid SOAP ${subject} template: `;
    const options = knownMembers === undefined ? kind : { ...kind, knownMembers };
    return compileTemplateField({ source, at, prefix, ...options }, context);
  };
  const endpoint = await template(config.endpoint, ['endpoint'], 'endpoint', URL_TEXT);
  const body = await template(config.body, ['body'], 'body', XML);
  const headers = await inOrder(config.headers ?? [], ({ xml }, index) =>
    template(xml, ['headers', index, 'xml'], `header ${index}`, XML),
  );
  const httpHeaders = await inOrder(Object.entries(config.httpHeaders ?? {}), async ([name, source]) => {
    const value = await template(source, ['httpHeaders', name], `HTTP header ${JSON.stringify(name)}`, PLAIN);
    return value && ([name, value] as const);
  });
  const attachments = await compileAttachments(config.mtom, context, template);
  if (hasMistakes(problems) || attachments === undefined) return undefined;
  if (endpoint === undefined || body === undefined) return undefined;
  if (headers === undefined || httpHeaders === undefined) return undefined;
  return {
    endpoint,
    body,
    headers,
    httpHeaders,
    attachments: attachments === 'off' ? undefined : attachments,
  };
}

type CompileTemplate = (
  source: string,
  at: DocumentPath,
  subject: string,
  kind: TemplateKind,
) => Promise<Template | undefined>;

async function compileAttachments(
  mtom: SoapConfig['mtom'],
  context: CompileContext,
  template: CompileTemplate,
): Promise<SoapAttachment[] | 'off' | undefined> {
  if (mtom?.enabled !== true) return 'off';
  return inOrder(mtom.attachments ?? [], async (attachment, index) => {
    const at = ['mtom', 'attachments', index];
    const subject = `MTOM attachment ${index} contentId`;
    const contentId = await template(attachment.contentId, [...at, 'contentId'], subject, PLAIN);
    const source = compilePath(attachment.sourceField, [...at, 'sourceField'], context);
    if (contentId === undefined || source === undefined) return undefined;
    const { contentType, encoding = 'binary' } = attachment;
    return { contentId, contentType, source, encoding };
  });
}

/** What becomes of the items, one after the other; nothing when one of them gives nothing. All are tried. */
async function inOrder<Item, Result>(
  items: readonly Item[],
  compile: (item: Item, index: number) => Promise<Result | undefined>,
): Promise<Result[] | undefined> {
  const results: Result[] = [];
  for (const [index, item] of items.entries()) {
    const result = await compile(item, index);
    if (result !== undefined) results.push(result);
  }
  return results.length === items.length ? results : undefined;
}

/**
 * Compiles the path of the part of an answer that a SOAP module reads.
 *
 * @returns `whole` without a path, nothing when a problem was reported
 */
export function compileSoapDataField(
  dataField: string | undefined,
  context: CompileContext,
): RecordPath | 'whole' | undefined {
  if (!dataField) return 'whole';
  if (dataField.includes(':')) {
    const message = 'names in answers have no prefix: write Envelope.Body, not soap:Envelope.soap:Body';
    context.report(doubt(['dataField'], message));
  }
  return compilePath(dataField, ['dataField'], context);
}

/** What in the `retry` block of a SOAP module has no effect: answers are XML, and hints are read from JSON. */
export function soapRetryDoubts(retry: RetryConfig | undefined): SettingProblem[] {
  if (!retry?.retryHintFromBody) return [];
  const message = 'retryHintFromBody has no effect on SOAP modules: their answers are no JSON';
  return [doubt(['retry', 'retryHintFromBody'], message)];
}
