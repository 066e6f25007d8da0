import {
  DEFAULT_TIMEOUT_MS,
  requestFieldProblems,
  requestFields,
} from '../../../clients/http/request-fields.ts';
import { RETRY_FIELDS } from '../../../clients/retry/retry-fields.ts';
import { doubt, hasMistakes } from '../../../core/setting-problem.ts';
import { defineOutput } from '../../contract/definition.ts';
import { compileKeys, KEYS_FIELD } from '../../shared/keys-fields.ts';
import { onErrorOf } from '../../shared/on-error.ts';
import { REQUEST_MODE_FIELDS, requestModeProblems } from '../../shared/request-mode-fields.ts';
import {
  compileRequestTemplates,
  type RequestTemplatePrefixes,
  type RequestTemplates,
} from '../../shared/request-templates.ts';
import { compileRetry } from '../../shared/retry-settings.ts';
import { compileSuccess, SUCCESS_FIELDS } from '../../shared/success-condition.ts';
import { givenSettings, UnbuiltModule } from '../../shared/unbuilt-module.ts';
import { HttpRequestOutput } from './http-request-output.ts';
import { carriesRecords } from './record-body.ts';

const PREFIXES: RequestTemplatePrefixes = {
  endpoint: 'validating template configuration: invalid endpoint template: ',
  header: (name) => `validating template configuration: invalid template in header ${JSON.stringify(name)}: `,
  queryParam: (name) => `invalid template syntax in queryParams[${JSON.stringify(name)}]: `,
  body: 'invalid template syntax in body: ',
  bodyFile: (path) => `invalid template syntax in ${JSON.stringify(path)}: `,
  bodyFileSubject: 'body template file',
};

/** Sends records as JSON, or as a template writes them, to an HTTP API. */
export const httpRequestOutput = defineOutput({
  type: 'httpRequest',
  summary: 'Sends records to an HTTP API as JSON or as a template writes them, in batches or one by one.',
  fields: {
    ...requestFields('POST'),
    ...RETRY_FIELDS,
    ...REQUEST_MODE_FIELDS,
    ...KEYS_FIELD,
    ...SUCCESS_FIELDS,
  },
  examples: [
    {
      title: 'Send orders in batches of 50',
      config: {
        endpoint: 'https://erp.example.com/api/orders',
        headers: { 'X-Source': 'shop' },
        batchSize: 50,
        success: { statusCodes: [200, 202] },
        onError: 'fail',
      },
    },
    {
      title: 'Update each customer under its own URL, with a body of its own',
      config: {
        endpoint: 'https://erp.example.com/api/customers/{{ record.id }}',
        method: 'PUT',
        requestMode: 'single',
        body: '{"name": "{{ record.name }}", "tags": {{ record.tags | default([]) | json }}}',
      },
    },
    {
      title: 'Send every record on its own and go on when one is refused',
      config: {
        endpoint: 'https://erp.example.com/api/customers',
        method: 'PUT',
        requestMode: 'single',
        onError: 'skip',
      },
    },
    {
      title: 'Try again while the receiver is busy, and believe its answer rather than its status',
      config: {
        endpoint: 'https://erp.example.com/api/orders',
        success: { expression: 'statusCode == 202 || (statusCode == 200 && body.result == "stored")' },
        retry: {
          maxAttempts: 5,
          delayMs: 500,
          useRetryAfterHeader: true,
          retryHintFromBody: 'body.temporary == true',
        },
      },
    },
  ],
  async compile(config, context) {
    const problems = [...requestFieldProblems(config), ...requestModeProblems(config)];
    for (const problem of problems) context.report(problem);
    const mode = config.requestMode ?? 'batch';
    const templates = await compileRequestTemplates(config, context, {
      prefixes: PREFIXES,
      bodyFallback: 'json',
      omitEmptyHeaders: true,
    });
    const retry = await compileRetry(config.retry ?? {}, context);
    const success = await compileSuccess(config.success, 'httpRequest', context);
    const keys = compileKeys(config.keys ?? [], config.endpoint, context);
    if (hasMistakes(problems) || !templates || !retry || !success || !keys) return undefined;
    const method = (config.method ?? 'POST').toUpperCase();
    if (mode === 'batch' && config.batchSize !== 1) {
      if (sendsFirstRecordOnly(templates)) {
        context.report({
          at: [config.body ? 'body' : 'bodyTemplateFile'],
          type: 'template',
          severity: 'warning',
          message:
            'in batch mode the body sees the first record of each batch, and all of them count as sent; loop over ' +
            "record.records or set requestMode to 'single'",
        });
      } else if (!templates.hasBody && !carriesRecords(method)) {
        const message = `a ${method} request carries no record, and yet all records of a batch count as sent; write a body or set requestMode to 'single'`;
        context.report(doubt(['method'], message));
      }
    }
    const unbuilt = givenSettings(config, ['authentication', 'keys']);
    if (unbuilt.length > 0) return new UnbuiltModule('httpRequest', unbuilt);
    return new HttpRequestOutput({
      endpoint: config.endpoint,
      method,
      headerNames: Object.keys(config.headers ?? {}),
      templates,
      mode,
      batchSize: config.batchSize,
      success,
      retry,
      timeoutMs: config.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      onError: onErrorOf(config),
    });
  },
});

/** The body reads fields of `record`, and not the records of the batch. */
function sendsFirstRecordOnly(templates: RequestTemplates): boolean {
  const members = templates.bodyMembers('record');
  return members.size > 0 && !members.has('records');
}
