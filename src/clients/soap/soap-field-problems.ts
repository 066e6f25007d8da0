import { doubt, mistake, type SettingProblem } from '../../core/setting-problem.ts';
import { authenticationProblems } from '../auth/authentication-fields.ts';
import { headerNameProblems } from '../http/header-names.ts';
import type { SoapConfig } from './soap-fields.ts';

/** Finds what the schema of a SOAP request cannot see. Places are relative to the module. */
export function soapFieldProblems(config: SoapConfig): SettingProblem[] {
  return [
    ...blankFields(config),
    ...authenticationProblems(config.authentication),
    ...headerNameProblems('httpHeaders', config.httpHeaders),
    ...actionProblems(config),
    ...fixedHeaderDoubts(config),
    ...attachmentProblems(config.mtom),
  ];
}

function blankFields(config: SoapConfig): SettingProblem[] {
  return (['endpoint', 'operation', 'body'] as const)
    .filter((field) => config[field].trim() === '')
    .map((field) => mistake([field], `SOAP ${field} is required`));
}

/** SOAP 1.2 carries the action in Content-Type; in SOAP 1.1 the setting wins over the header. */
function actionProblems({ soapVersion, soapAction, httpHeaders }: SoapConfig): SettingProblem[] {
  const name = headerNamed('soapaction', httpHeaders);
  if (name === undefined) return [];
  const at = ['httpHeaders', name];
  if (soapVersion === '1.2') {
    return [mistake(at, 'SOAP 1.2 has no SOAPAction header: write the action in soapAction')];
  }
  return soapAction ? [doubt(at, 'the header has no effect: soapAction wins over it')] : [];
}

function fixedHeaderDoubts({ httpHeaders }: SoapConfig): SettingProblem[] {
  const name = headerNamed('content-type', httpHeaders);
  if (name === undefined) return [];
  return [
    doubt(['httpHeaders', name], 'the header has no effect: the SOAP version decides the Content-Type'),
  ];
}

function headerNamed(lowerCase: string, headers: SoapConfig['httpHeaders'] = {}): string | undefined {
  return Object.keys(headers).find((name) => name.toLowerCase() === lowerCase);
}

function attachmentProblems(mtom: SoapConfig['mtom']): SettingProblem[] {
  const attachments = mtom?.attachments ?? [];
  if (mtom?.enabled !== true) {
    if (attachments.length === 0 || mtom?.enabled === false) return [];
    return [doubt(['mtom', 'attachments'], 'attachments have no effect without mtom.enabled: true')];
  }
  return attachments.flatMap((attachment, index) =>
    (['contentId', 'contentType', 'sourceField'] as const)
      .filter((field) => attachment[field].trim() === '')
      .map((field) =>
        mistake(['mtom', 'attachments', index, field], `SOAP MTOM attachment ${index} ${field} is required`),
      ),
  );
}
