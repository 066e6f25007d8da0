import { Type } from 'typebox';
import {
  headBodyProblems,
  requestFieldProblems,
  requestFields,
} from '../../../clients/http/request-fields.ts';
import { RETRY_FIELDS } from '../../../clients/retry/retry-fields.ts';
import { hasMistakes, mistake, type SettingProblem } from '../../../core/setting-problem.ts';
import { defineFilter, type ModuleConfig } from '../../contract/definition.ts';
import { CACHE_FIELD, compileCache } from '../../shared/cache-fields.ts';
import {
  ERROR_CLASSIFICATION_FIELD,
  errorClassificationDoubts,
} from '../../shared/error-classification-fields.ts';
import { compileKeys, KEYS_FIELD } from '../../shared/keys-fields.ts';
import { compileMerge, MERGE_CONSTRAINTS, MERGE_FIELDS } from '../../shared/merge-fields.ts';
import { compileRequestTemplates, type RequestTemplatePrefixes } from '../../shared/request-templates.ts';
import { compileRetry } from '../../shared/retry-settings.ts';
import { compilePath } from '../../shared/target-path.ts';
import { UnbuiltModule } from '../../shared/unbuilt-module.ts';

const TYPE = 'http_call';

const PREFIXES: RequestTemplatePrefixes = {
  endpoint: 'http_call: invalid endpoint template: ',
  header: (name) => `http_call: invalid template in header ${JSON.stringify(name)}: `,
  queryParam: (name) => `http_call: invalid template syntax in queryParams[${JSON.stringify(name)}]: `,
  body: 'http_call: invalid template syntax in body: ',
  bodyFile: (path) => `http_call: invalid template syntax in ${JSON.stringify(path)}: `,
  bodyFileSubject: 'body template file',
};

const FIELDS = {
  ...requestFields('GET'),
  ...KEYS_FIELD,
  dataField: Type.Optional(
    Type.String({
      description: 'Path of the part of the answer that is merged; the whole answer without it.',
    }),
  ),
  ...MERGE_FIELDS,
  ...CACHE_FIELD,
  ...ERROR_CLASSIFICATION_FIELD,
  ...RETRY_FIELDS,
} as const;

/** Asks an HTTP API about each record. */
export const httpCallFilter = defineFilter({
  type: TYPE,
  summary: 'Sends an HTTP request for each record and merges the JSON answer into it.',
  fields: FIELDS,
  constraints: [{ atLeastOneOf: ['keys', 'body', 'bodyTemplateFile'] }, ...MERGE_CONSTRAINTS],
  examples: [
    {
      title: 'Look up the customer of each order once',
      config: {
        endpoint: 'https://crm.example.com/customers/{id}',
        keys: [{ field: 'customer_id', paramType: 'path', paramName: 'id' }],
        dataField: 'customer',
        mergeStrategy: 'append',
        resultKey: 'customer',
        cache: { enabled: true, ttlSeconds: 600 },
        errorClassification: { functional: [404] },
        onError: 'log',
      },
    },
    {
      title: 'Ask for a price with a request body',
      config: {
        endpoint: 'https://pricing.example.com/quote',
        method: 'POST',
        body: '{"sku": "{{ record.sku }}", "quantity": {{ record.quantity }}}',
        retry: { maxAttempts: 2 },
      },
    },
  ],
  async compile(config, context) {
    const problems = [
      ...requestFieldProblems(config),
      ...headBodyProblems(config),
      ...errorClassificationDoubts(config.errorClassification),
      ...missingKeys(config),
    ];
    for (const problem of problems) context.report(problem);
    const parts = [
      await compileRequestTemplates(config, context, {
        prefixes: PREFIXES,
        bodyFallback: 'json',
        omitEmptyHeaders: false,
      }),
      compileKeys(config.keys ?? [], config.endpoint, context),
      config.dataField ? compilePath(config.dataField, ['dataField'], context) : 'whole',
      compileMerge(config, TYPE, context),
      await compileCache(config.cache, TYPE, context),
      await compileRetry(config.retry ?? {}, context),
    ];
    return hasMistakes(problems) || parts.includes(undefined) ? undefined : new UnbuiltModule(TYPE);
  },
});

/** Without a body, only keys tell one record's request from another's. */
function missingKeys({ keys = [], body, bodyTemplateFile }: ModuleConfig<typeof FIELDS>): SettingProblem[] {
  if (keys.length > 0 || body || bodyTemplateFile !== undefined) return [];
  return [mistake(['keys'], 'http_call keys is required: give at least one key, or a body')];
}
