import { Type } from 'typebox';
import {
  DEFAULT_TIMEOUT_MS,
  requestFieldProblems,
  requestFields,
} from '../../../clients/http/request-fields.ts';
import { defineOutput } from '../../contract/definition.ts';
import { closedObject, oneOf } from '../../contract/schema.ts';
import { onErrorOf } from '../../shared/on-error.ts';
import { HttpRequestOutput } from './http-request-output.ts';

const DEFAULT_STATUS_CODES = [200, 201, 202, 203, 204];

/** Sends records as JSON to an HTTP API. */
export const httpRequestOutput = defineOutput({
  type: 'httpRequest',
  summary: 'Sends records as JSON to an HTTP API, in batches or one by one.',
  fields: {
    ...requestFields('POST'),
    requestMode: Type.Optional(
      oneOf(['batch', 'single'], {
        default: 'batch',
        description: 'batch sends a JSON array per request, single one JSON object per record.',
      }),
    ),
    batchSize: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'Most records in one request of batch mode. Absent, all records go in one request.',
      }),
    ),
    success: Type.Optional(
      closedObject(
        {
          statusCodes: Type.Array(Type.Integer({ minimum: 100, maximum: 599 }), {
            minItems: 1,
            uniqueItems: true,
            default: DEFAULT_STATUS_CODES,
            description: 'Statuses that mean the records were accepted; every other status is a failure.',
          }),
        },
        { description: 'What counts as an accepted request.' },
      ),
    ),
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
      title: 'Send every record on its own and go on when one is refused',
      config: {
        endpoint: 'https://erp.example.com/api/customers',
        method: 'PUT',
        requestMode: 'single',
        onError: 'skip',
      },
    },
  ],
  compile(config, context) {
    const problems = requestFieldProblems(config);
    for (const problem of problems) context.report(problem);
    const mode = config.requestMode ?? 'batch';
    if (mode === 'single' && config.batchSize !== undefined) {
      context.report({
        at: ['batchSize'],
        type: 'validation',
        message: "batchSize is only valid with requestMode 'batch'",
      });
      return undefined;
    }
    if (problems.length > 0) return undefined;
    return new HttpRequestOutput({
      endpoint: config.endpoint,
      method: (config.method ?? 'POST').toUpperCase(),
      headers: config.headers ?? {},
      queryParams: config.queryParams ?? {},
      mode,
      batchSize: config.batchSize,
      acceptedStatuses: new Set(config.success?.statusCodes ?? DEFAULT_STATUS_CODES),
      timeoutMs: config.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      onError: onErrorOf(config),
    });
  },
});
