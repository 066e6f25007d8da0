import { RETRY_FIELDS } from '../../../clients/retry/retry-fields.ts';
import { SOAP_FIELDS } from '../../../clients/soap/soap-fields.ts';
import { doubt, hasMistakes, type SettingProblem } from '../../../core/setting-problem.ts';
import { defineOutput } from '../../contract/definition.ts';
import { REQUEST_MODE_FIELDS, requestModeProblems } from '../../shared/request-mode-fields.ts';
import { compileRetry } from '../../shared/retry-settings.ts';
import { compileSoapRequest, soapRetryDoubts } from '../../shared/soap-request.ts';
import { compileSuccess, SUCCESS_FIELDS } from '../../shared/success-condition.ts';
import { UnbuiltModule } from '../../shared/unbuilt-module.ts';

const TYPE = 'soapRequest';

/** Sends records to a SOAP service. */
export const soapRequestOutput = defineOutput({
  type: TYPE,
  summary: 'Sends records to a SOAP service, in batches or one by one.',
  fields: { ...SOAP_FIELDS, ...REQUEST_MODE_FIELDS, ...SUCCESS_FIELDS, ...RETRY_FIELDS },
  examples: [
    {
      title: 'Import orders, 50 at a time',
      config: {
        endpoint: 'https://erp.example.com/orders',
        operation: 'ImportOrders',
        soapVersion: '1.2',
        soapAction: 'urn:orders:import',
        body: '<o:Import xmlns:o="urn:orders">{% for r in record.records %}<o:Order ref="{{ r.ref }}">{{ r.label | default(\'\') }}</o:Order>{% endfor %}</o:Import>',
        wsSecurity: { username: 'shop', password: '${ERP_PASSWORD}', passwordType: 'PasswordDigest' },
        batchSize: 50,
        success: { expression: 'body.Envelope.Body.ImportResponse.ok == "true"' },
      },
    },
  ],
  async compile(config, context) {
    const problems = [
      ...requestModeProblems(config),
      ...refusedStatuses(config.success?.statusCodes),
      ...soapRetryDoubts(config.retry),
    ];
    for (const problem of problems) context.report(problem);
    const parts = [
      await compileSoapRequest(config, context),
      await compileSuccess(config.success, TYPE, context),
      await compileRetry(config.retry ?? {}, context),
    ];
    return hasMistakes(problems) || parts.includes(undefined) ? undefined : new UnbuiltModule(TYPE);
  },
});

/** An answer with such a status is an error before the condition is asked. */
function refusedStatuses(statuses: readonly number[] = []): SettingProblem[] {
  return statuses.flatMap((status, index) =>
    status < 400
      ? []
      : [doubt(['success', 'statusCodes', index], `a SOAP answer with status ${status} is always a failure`)],
  );
}
