import { Type } from 'typebox';
import { RETRY_FIELDS } from '../../../clients/retry/retry-fields.ts';
import { SOAP_FIELDS } from '../../../clients/soap/soap-fields.ts';
import { defineInput } from '../../contract/definition.ts';
import { compilePagination, PAGINATION_FIELD } from '../../shared/pagination-fields.ts';
import { compileRetry } from '../../shared/retry-settings.ts';
import { SCHEDULE_FIELDS } from '../../shared/schedule-fields.ts';
import { compileSoapDataField, compileSoapRequest, soapRetryDoubts } from '../../shared/soap-request.ts';
import { compilePollingState, STATE_PERSISTENCE_FIELD } from '../../shared/state-persistence.ts';
import { STATE_MEMBERS } from '../../shared/template-variables.ts';
import { UnbuiltModule } from '../../shared/unbuilt-module.ts';

const TYPE = 'soapPolling';

/** Fetches records from a SOAP service. */
export const soapPollingInput = defineInput({
  type: TYPE,
  summary: 'Fetches records from a SOAP service.',
  fields: {
    ...SOAP_FIELDS,
    ...SCHEDULE_FIELDS,
    dataField: Type.Optional(
      Type.String({
        description:
          'Path of the record, or list of records, in the answer, by names without prefix: Envelope.Body.… Without it the whole answer is the record.',
      }),
    ),
    ...PAGINATION_FIELD,
    ...STATE_PERSISTENCE_FIELD,
    ...RETRY_FIELDS,
  },
  examples: [
    {
      title: 'Read the stock that has changed since the last run, page by page',
      config: {
        endpoint: 'https://erp.example.com/stock',
        operation: 'ListStock',
        soapAction: 'urn:stock:list',
        body: '<st:List xmlns:st="urn:stock"><st:After>{{ pagination.cursor }}</st:After><st:Since>{{ state.lastTimestamp }}</st:Since></st:List>',
        dataField: 'Envelope.Body.ListResult.Line',
        pagination: { type: 'cursor', param: 'after', nextCursorField: 'Envelope.Body.ListResult.Next' },
        statePersistence: { timestamp: { enabled: true } },
      },
    },
  ],
  async compile(config, context) {
    for (const problem of soapRetryDoubts(config.retry)) context.report(problem);
    const parts = [
      await compileSoapRequest(config, context, { knownMembers: STATE_MEMBERS }),
      compileSoapDataField(config.dataField, context),
      compilePagination(config.pagination, TYPE, 'template', context),
      compilePollingState(config.statePersistence, context),
      await compileRetry(config.retry ?? {}, context),
    ];
    return parts.includes(undefined) ? undefined : new UnbuiltModule(TYPE);
  },
});
