import { Type } from 'typebox';
import { RETRY_FIELDS } from '../../../clients/retry/retry-fields.ts';
import { SOAP_FIELDS } from '../../../clients/soap/soap-fields.ts';
import { defineFilter } from '../../contract/definition.ts';
import { CACHE_FIELD, compileCache } from '../../shared/cache-fields.ts';
import { compileKeys, KEYS_FIELD } from '../../shared/keys-fields.ts';
import { compileMerge, MERGE_CONSTRAINTS, MERGE_FIELDS } from '../../shared/merge-fields.ts';
import { compileRetry } from '../../shared/retry-settings.ts';
import { compileSoapDataField, compileSoapRequest, soapRetryDoubts } from '../../shared/soap-request.ts';
import { UnbuiltModule } from '../../shared/unbuilt-module.ts';

const TYPE = 'soap_call';

/** Asks a SOAP service about each record. */
export const soapCallFilter = defineFilter({
  type: TYPE,
  summary: 'Calls a SOAP operation for each record and merges the answer into it.',
  fields: {
    ...SOAP_FIELDS,
    ...KEYS_FIELD,
    dataField: Type.Optional(
      Type.String({
        description:
          'Path of the part of the answer that is merged, by names without prefix: Envelope.Body.… Without it the whole answer.',
      }),
    ),
    ...MERGE_FIELDS,
    ...CACHE_FIELD,
    ...RETRY_FIELDS,
  },
  constraints: MERGE_CONSTRAINTS,
  examples: [
    {
      title: 'Read the stock of each article',
      config: {
        endpoint: 'https://erp.example.com/stock',
        operation: 'GetStock',
        soapAction: 'urn:stock:get',
        body: '<st:Get xmlns:st="urn:stock"><st:Sku>{{ record.sku }}</st:Sku></st:Get>',
        dataField: 'Envelope.Body.GetResult',
        mergeStrategy: 'append',
        resultKey: 'stock',
        cache: { enabled: true, key: '{{ record.sku }}' },
      },
    },
  ],
  async compile(config, context) {
    for (const problem of soapRetryDoubts(config.retry)) context.report(problem);
    const parts = [
      await compileSoapRequest(config, context),
      compileKeys(config.keys ?? [], config.endpoint, context),
      compileSoapDataField(config.dataField, context),
      compileMerge(config, TYPE, context),
      await compileCache(config.cache, TYPE, context),
      await compileRetry(config.retry ?? {}, context),
    ];
    return parts.includes(undefined) ? undefined : new UnbuiltModule(TYPE);
  },
});
