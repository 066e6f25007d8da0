import { Type } from 'typebox';
import {
  DEFAULT_TIMEOUT_MS,
  headBodyProblems,
  requestFieldProblems,
  requestFields,
} from '../../../clients/http/request-fields.ts';
import { RETRY_FIELDS } from '../../../clients/retry/retry-fields.ts';
import { hasMistakes } from '../../../core/setting-problem.ts';
import { defineInput } from '../../contract/definition.ts';
import { onErrorOf } from '../../shared/on-error.ts';
import { compilePagination, PAGINATION_FIELD } from '../../shared/pagination-fields.ts';
import { compileRequestTemplates, type RequestTemplatePrefixes } from '../../shared/request-templates.ts';
import { compileRetry } from '../../shared/retry-settings.ts';
import { SCHEDULE_FIELDS } from '../../shared/schedule-fields.ts';
import { compilePollingState, STATE_PERSISTENCE_FIELD } from '../../shared/state-persistence.ts';
import { STATE_MEMBERS } from '../../shared/template-variables.ts';
import { givenSettings, UnbuiltModule } from '../../shared/unbuilt-module.ts';
import { HttpPollingInput } from './http-polling-input.ts';

const PREFIXES: RequestTemplatePrefixes = {
  endpoint: 'httpPolling endpoint: ',
  header: (name) => `httpPolling header ${JSON.stringify(name)}: `,
  queryParam: (name) => `httpPolling queryParams[${JSON.stringify(name)}]: `,
  body: 'httpPolling body: ',
  bodyFile: (path) => `httpPolling body template file ${JSON.stringify(path)}: `,
  bodyFileSubject: 'body template file',
};

/** Fetches records from an HTTP API that answers with JSON. */
export const httpPollingInput = defineInput({
  type: 'httpPolling',
  summary: 'Fetches records from an HTTP API that answers with JSON.',
  fields: {
    ...requestFields('GET'),
    ...RETRY_FIELDS,
    ...SCHEDULE_FIELDS,
    ...PAGINATION_FIELD,
    ...STATE_PERSISTENCE_FIELD,
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
    {
      title: 'Read every five minutes what has changed since the last run',
      config: {
        schedule: '*/5 * * * *',
        endpoint: 'https://shop.example.com/api/orders?since={{ state.lastTimestamp }}',
        statePersistence: { timestamp: { enabled: true } },
      },
    },
    {
      title: 'Ask again until a report is ready',
      config: {
        endpoint: 'https://shop.example.com/api/reports/today',
        retry: { maxAttempts: 10, delayMs: 2000, retryHintFromBody: 'body.status == "pending"' },
      },
    },
  ],
  async compile(config, context) {
    const problems = [...requestFieldProblems(config), ...headBodyProblems(config)];
    for (const problem of problems) context.report(problem);
    const state = compilePollingState(config.statePersistence, context);
    const templates = await compileRequestTemplates(config, context, {
      prefixes: PREFIXES,
      bodyFallback: 'json',
      omitEmptyHeaders: false,
      knownMembers: STATE_MEMBERS,
    });
    const retry = await compileRetry(config.retry ?? {}, context);
    const pagination = compilePagination(config.pagination, 'httpPolling', 'parameter', context);
    if (hasMistakes(problems) || !templates || !state || !retry || !pagination) return undefined;
    const unbuilt = givenSettings(config, ['authentication', 'pagination']);
    if (unbuilt.length > 0) return new UnbuiltModule('httpPolling', unbuilt);
    return new HttpPollingInput({
      endpoint: config.endpoint,
      method: (config.method ?? 'GET').toUpperCase(),
      headerNames: Object.keys(config.headers ?? {}),
      templates,
      state,
      dataField: config.dataField || undefined,
      timeoutMs: config.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      retry,
      onError: onErrorOf(config),
    });
  },
});
