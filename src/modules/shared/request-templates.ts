import { addedDotSegment } from '../../clients/http/dot-segments.ts';
import { CannectorsError } from '../../core/errors.ts';
import type { DataObject } from '../../core/record.ts';
import { doubt } from '../../core/setting-problem.ts';
import { setOwn } from '../../core/value.ts';
import { bodyTarget, contentTypeOf } from '../../language/template/body-target.ts';
import type { TemplateTarget } from '../../language/template/target.ts';
import type { Template, TemplateOptions } from '../../language/template/template.ts';
import { TemplateError } from '../../language/template/template-error.ts';
import type { CompileContext } from '../contract/definition.ts';
import { LEAVES_DIRECTORY, leavesDirectory, readNamedFile } from './file-path.ts';
import { compileTemplateField } from './template-field.ts';

/** The settings of a request that are templates. */
export interface TemplatedRequest {
  readonly endpoint: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly queryParams?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly bodyTemplateFile?: string;
}

/** What messages about the templates of a module start with. */
export interface RequestTemplatePrefixes {
  readonly endpoint: string;
  readonly header: (name: string) => string;
  readonly queryParam: (name: string) => string;
  readonly body: string;
  /** Names the file. */
  readonly bodyFile: (path: string) => string;
  /** What is read, for messages about a file that cannot be: `body template file`. */
  readonly bodyFileSubject: string;
}

export interface RequestTemplateOptions {
  readonly prefixes: RequestTemplatePrefixes;
  /** How the values in the body are escaped when no Content-Type is configured. */
  readonly bodyFallback: TemplateTarget;
  /** A header that its template leaves empty is not sent. */
  readonly omitEmptyHeaders: boolean;
  /** As in {@link TemplateOptions}. */
  readonly knownMembers?: TemplateOptions['knownMembers'];
}

/** A request with every value in place. */
export interface RenderedRequest {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly queryParams: Readonly<Record<string, string>>;
  /** `undefined` when the module has no body template, or an empty one. */
  readonly body: string | undefined;
  /** How the values in the body were escaped. */
  readonly bodyTarget: TemplateTarget;
}

const LARGEST_BODY_FILE_BYTES = 1024 * 1024;
const TARGETS: readonly TemplateTarget[] = ['url', 'json', 'xml', 'text'];

/**
 * Compiles the templates of a request and reports what is wrong with them.
 *
 * @returns nothing when a problem was reported
 */
export async function compileRequestTemplates(
  request: TemplatedRequest,
  context: CompileContext,
  options: RequestTemplateOptions,
): Promise<RequestTemplates | undefined> {
  const { prefixes, knownMembers } = options;
  const shared = { missing: 'lenient', ...(knownMembers === undefined ? {} : { knownMembers }) } as const;
  const compileMap = async (
    field: 'headers' | 'queryParams',
    prefix: (name: string) => string,
  ): Promise<[string, Template | undefined][]> =>
    Promise.all(
      Object.entries(request[field] ?? {}).map(async ([name, source]) => [
        name,
        await compileTemplateField(
          { source, at: [field, name], prefix: prefix(name), target: 'text', ...shared },
          context,
        ),
      ]),
    );
  const endpoint = await compileTemplateField(
    { source: request.endpoint, at: ['endpoint'], prefix: prefixes.endpoint, target: 'url', ...shared },
    context,
  );
  const headers = await compileMap('headers', prefixes.header);
  const queryParams = await compileMap('queryParams', prefixes.queryParam);
  const body = await compileBody(request, context, options, shared);
  if (endpoint === undefined || body === undefined) return undefined;
  if (!areCompiled(headers) || !areCompiled(queryParams)) return undefined;
  return new RequestTemplates({ endpoint, headers, queryParams, body, options });
}

function areCompiled(
  templates: readonly (readonly [string, Template | undefined])[],
): templates is readonly (readonly [string, Template])[] {
  return templates.every(([, template]) => template !== undefined);
}

/** The template of a body, one per target as long as the Content-Type is not known before a record is. */
type BodyTemplates = ReadonlyMap<TemplateTarget, Template>;

async function compileBody(
  request: TemplatedRequest,
  context: CompileContext,
  { prefixes, bodyFallback }: RequestTemplateOptions,
  shared: Pick<TemplateOptions, 'missing' | 'knownMembers'>,
): Promise<BodyTemplates | undefined> {
  const { body, bodyTemplateFile } = request;
  const text = body || undefined;
  let field = { source: text ?? '', at: ['body'], prefix: prefixes.body, inFile: false };
  if (text === undefined && bodyTemplateFile !== undefined) {
    if (leavesDirectory(bodyTemplateFile)) context.report(doubt(['bodyTemplateFile'], LEAVES_DIRECTORY));
    const file = readNamedFile(
      context.ports.files,
      bodyTemplateFile,
      prefixes.bodyFileSubject,
      LARGEST_BODY_FILE_BYTES,
      { traversal: 'allowed' },
    );
    if ('problem' in file) {
      context.report({ at: ['bodyTemplateFile'], type: 'template', message: file.problem });
      return undefined;
    }
    const prefix = prefixes.bodyFile(bodyTemplateFile);
    field = { source: file.text, at: ['bodyTemplateFile'], prefix, inFile: true };
  } else if (text === undefined) {
    return new Map();
  }
  const contentType = contentTypeOf(request.headers);
  const targets = contentType?.includes('{{') ? TARGETS : [bodyTarget(contentType, bodyFallback)];
  const templates = new Map<TemplateTarget, Template>();
  for (const target of targets) {
    const template = await compileTemplateField({ ...field, target, ...shared }, context);
    // Every target reports the same mistakes.
    if (template === undefined) return undefined;
    templates.set(target, template);
  }
  return templates;
}

interface Parts {
  readonly endpoint: Template;
  readonly headers: readonly (readonly [string, Template])[];
  readonly queryParams: readonly (readonly [string, Template])[];
  readonly body: BodyTemplates;
  readonly options: RequestTemplateOptions;
}

/** The compiled templates of a request. */
export class RequestTemplates {
  readonly #parts: Parts;
  /** The rendered request, where no part of it depends on data. */
  #constant: RenderedRequest | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** True when the module has a body of its own, whatever it renders to. */
  get hasBody(): boolean {
    return this.#parts.body.size > 0;
  }

  /** The members of a variable that the templates read. */
  members(name: string): ReadonlySet<string> {
    return new Set(this.#templates().flatMap((template) => [...template.members(name)]));
  }

  /** The members of a variable that the body reads. */
  bodyMembers(name: string): ReadonlySet<string> {
    return new Set([...this.#parts.body.values()].flatMap((template) => [...template.members(name)]));
  }

  /**
   * The request for these variables.
   *
   * @throws {CannectorsError} category `validation`, naming the part: `evaluating endpoint template: …`
   */
  render(variables: DataObject): RenderedRequest {
    if (this.#constant !== undefined) return this.#constant;
    const { endpoint, headers, queryParams, body, options } = this.#parts;
    const renderedHeaders: Record<string, string> = {};
    for (const [name, template] of headers) {
      const value = rendered(template, variables, () => `evaluating header ${JSON.stringify(name)}: `);
      if (value === '' && !template.constant && options.omitEmptyHeaders) continue;
      setOwn(renderedHeaders, name, value);
    }
    const target = bodyTarget(contentTypeOf(renderedHeaders), options.bodyFallback);
    const bodyTemplate = body.get(target) ?? body.values().next().value;
    const request = {
      endpoint: renderedEndpoint(endpoint, variables),
      headers: renderedHeaders,
      queryParams: renderedMap(
        queryParams,
        variables,
        (name) => `evaluating queryParams[${JSON.stringify(name)}] template: `,
      ),
      body:
        bodyTemplate && (rendered(bodyTemplate, variables, () => 'evaluating body template: ') || undefined),
      bodyTarget: target,
    };
    if (this.#templates().every(({ constant }) => constant)) this.#constant = request;
    return request;
  }

  #templates(): Template[] {
    const { endpoint, headers, queryParams, body } = this.#parts;
    return [
      endpoint,
      ...headers.map(([, template]) => template),
      ...queryParams.map(([, template]) => template),
      ...body.values(),
    ];
  }
}

function renderedEndpoint(template: Template, variables: DataObject): string {
  const endpoint = rendered(template, variables, () => 'evaluating endpoint template: ');
  const segment = template.constant ? undefined : addedDotSegment(template.source, endpoint);
  if (segment === undefined) return endpoint;
  throw new CannectorsError(
    `evaluating endpoint template: a value turned a segment of the path into "${segment}", which would lead to another path`,
    { category: 'validation' },
  );
}

function renderedMap(
  templates: readonly (readonly [string, Template])[],
  variables: DataObject,
  prefix: (name: string) => string,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, template] of templates) {
    setOwn(
      result,
      name,
      rendered(template, variables, () => prefix(name)),
    );
  }
  return result;
}

function rendered(template: Template, variables: DataObject, prefix: () => string): string {
  try {
    return template.render(variables);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new CannectorsError(`${prefix()}rendering template: unable to execute template: ${error.message}`, {
      category: 'validation',
      cause: error,
    });
  }
}
