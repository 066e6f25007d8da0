import { Type } from 'typebox';
import {
  DEFAULT_TIMEOUT_MS,
  requestFieldProblems,
  requestFields,
} from '../../../clients/http/request-fields.ts';
import { defineInput } from '../../contract/definition.ts';
import { onErrorOf } from '../../shared/on-error.ts';
import { HttpPollingInput } from './http-polling-input.ts';

/** Fetches records from an HTTP API that answers with JSON. */
export const httpPollingInput = defineInput({
  type: 'httpPolling',
  summary: 'Fetches records from an HTTP API that answers with JSON.',
  fields: {
    ...requestFields('GET'),
    body: Type.Optional(
      Type.String({ description: 'Body of the request, sent with any method. Empty means none.' }),
    ),
    dataField: Type.Optional(
      Type.String({
        description:
          'Dot path to the list of records in the answer. Without it the answer itself, or the first list among data, items, results and records.',
      }),
    ),
  },
  examples: [
    {
      title: 'Read the open orders of a shop',
      config: {
        endpoint: 'https://shop.example.com/api/orders',
        headers: { Accept: 'application/json' },
        queryParams: { status: 'open' },
        dataField: 'payload.orders',
        timeoutMs: 10_000,
      },
    },
  ],
  compile(config, context) {
    const problems = requestFieldProblems(config);
    for (const problem of problems) context.report(problem);
    const method = (config.method ?? 'GET').toUpperCase();
    const body = config.body || undefined;
    if (method === 'HEAD' && body !== undefined) {
      context.report({
        at: ['body'],
        type: 'validation',
        message: 'a HEAD request carries no body: remove body or use another method',
      });
      return undefined;
    }
    if (problems.length > 0) return undefined;
    return new HttpPollingInput({
      endpoint: config.endpoint,
      method,
      headers: config.headers ?? {},
      queryParams: config.queryParams ?? {},
      body,
      dataField: config.dataField || undefined,
      timeoutMs: config.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      onError: onErrorOf(config),
    });
  },
});
