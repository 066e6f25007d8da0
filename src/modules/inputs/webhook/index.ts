import { Type } from 'typebox';
import { HEADER_NAME_REFUSED, isToken } from '../../../clients/http/header-fields.ts';
import { holdsEnvironmentReference } from '../../../core/environment-reference.ts';
import { closedObject, oneOf } from '../../../core/schema.ts';
import { doubt, hasMistakes, mistake, type SettingProblem } from '../../../core/setting-problem.ts';
import { defineInput, type ModuleConfig } from '../../contract/definition.ts';
import { UnbuiltModule } from '../../shared/unbuilt-module.ts';
import { isListenAddress } from './listen-address.ts';

const TYPE = 'webhook';

const FIELDS = {
  path: Type.String({
    pattern: '^/',
    description: 'Path of the requests, compared exactly; starts with a slash.',
  }),
  listenAddress: Type.Optional(
    Type.String({
      default: '0.0.0.0:8080',
      description: 'Address and port to listen on; port 0 takes any that is free.',
    }),
  ),
  requestTimeoutMs: Type.Optional(
    Type.Integer({
      minimum: 1,
      default: 15_000,
      description: 'Time in milliseconds to read a request, and to write its answer.',
    }),
  ),
  dataField: Type.Optional(
    Type.String({
      description:
        'Key of the body that holds the list of records. Without it the first list among data, items, results and records, else the body itself.',
    }),
  ),
  queueSize: Type.Optional(
    Type.Integer({
      minimum: 1,
      description:
        'Most deliveries that wait. With it a delivery is answered before it is processed; without it after.',
    }),
  ),
  maxConcurrent: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'Most deliveries that are processed at a time; 1 when queueSize is given.',
    }),
  ),
  rateLimit: Type.Optional(
    closedObject(
      {
        requestsPerSecond: Type.Integer({
          minimum: 1,
          description: 'Requests per second that are accepted on average.',
        }),
        burst: Type.Optional(
          Type.Integer({
            minimum: 1,
            description: 'Requests that are accepted at once; requestsPerSecond when absent.',
          }),
        ),
      },
      { description: 'Limits how many requests are accepted, of all senders together.' },
    ),
  ),
  signature: Type.Optional(
    closedObject(
      {
        type: oneOf(['hmac-sha256'], { description: 'How requests are signed.' }),
        secret: Type.String({
          minLength: 1,
          description: 'Secret shared with the sender; usually ${NAME} of an environment variable.',
        }),
        header: Type.Optional(
          Type.String({
            minLength: 1,
            default: 'X-Hub-Signature-256',
            description: 'Header that carries the signature.',
          }),
        ),
      },
      { description: 'Accepts signed requests only. Without it everybody can send.' },
    ),
  ),
} as const;

/** Receives records in HTTP requests. */
export const webhookInput = defineInput({
  type: TYPE,
  summary: 'Receives records in HTTP requests, and runs the pipeline for each of them.',
  fields: FIELDS,
  examples: [
    {
      title: 'Receive signed deliveries and process two at a time',
      config: {
        path: '/hooks/shipments',
        listenAddress: '127.0.0.1:9400',
        dataField: 'shipments',
        signature: { type: 'hmac-sha256', secret: '${SHIPMENT_HOOK_KEY}' },
        rateLimit: { requestsPerSecond: 10, burst: 30 },
        queueSize: 200,
        maxConcurrent: 2,
      },
    },
  ],
  compile(config, context) {
    const problems = problemsOf(config);
    for (const problem of problems) context.report(problem);
    return hasMistakes(problems) ? undefined : new UnbuiltModule(TYPE);
  },
});

function problemsOf(config: ModuleConfig<typeof FIELDS>): SettingProblem[] {
  const { listenAddress, maxConcurrent, queueSize, signature } = config;
  const problems: SettingProblem[] = [];
  if (listenAddress && !holdsEnvironmentReference(listenAddress) && !isListenAddress(listenAddress)) {
    problems.push(mistake(['listenAddress'], 'write host:port, such as 127.0.0.1:8080, [::1]:8080 or :8080'));
  }
  const header = signature?.header;
  if (header !== undefined && !holdsEnvironmentReference(header) && !isToken(header)) {
    problems.push(mistake(['signature', 'header'], HEADER_NAME_REFUSED));
  }
  if (maxConcurrent !== undefined && queueSize === undefined) {
    problems.push(doubt(['maxConcurrent'], 'maxConcurrent has no effect without queueSize'));
  }
  return problems;
}
