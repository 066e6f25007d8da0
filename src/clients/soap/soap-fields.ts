import { type Static, type TObject, Type } from 'typebox';
import { closedObject, oneOf, stringMap } from '../../core/schema.ts';
import { AUTHENTICATION_FIELD } from '../auth/authentication-fields.ts';
import { DEFAULT_TIMEOUT_MS } from '../http/request-fields.ts';

const wsSecurity = closedObject(
  {
    username: Type.String({ minLength: 1, description: 'User name of the token.' }),
    password: Type.String({
      minLength: 1,
      description: 'Password; usually ${NAME} of an environment variable.',
    }),
    passwordType: Type.Optional(
      oneOf(['PasswordText', 'PasswordDigest'], {
        default: 'PasswordText',
        description: 'Whether the password travels as it is or as a digest with a nonce and the time.',
      }),
    ),
    tokenId: Type.Optional(Type.String({ minLength: 1, description: 'Value of wsu:Id on the token.' })),
    mustUnderstand: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'true makes a service that does not understand the header refuse the request.',
      }),
    ),
  },
  { description: 'A WS-Security UsernameToken, added after the other header blocks.' },
);

const attachment = closedObject({
  contentId: Type.String({
    minLength: 1,
    description: 'Content-ID that xop:Include elements of the body refer to; a template.',
  }),
  contentType: Type.String({ minLength: 1, description: 'Media type of the part.' }),
  sourceField: Type.String({ minLength: 1, description: 'Path of the content in the record.' }),
  encoding: Type.Optional(
    oneOf(['binary', 'base64'], {
      default: 'binary',
      description: 'binary sends the text of the field as it is, base64 decodes it first.',
    }),
  ),
});

const mtom = closedObject(
  {
    enabled: Type.Optional(
      Type.Boolean({ default: false, description: 'true sends the request as MTOM/XOP multipart.' }),
    ),
    attachments: Type.Optional(
      Type.Array(attachment, { default: [], description: 'The parts after the envelope, in this order.' }),
    ),
  },
  { description: 'Attachments of the request.' },
);

/** The settings of a SOAP request, for the schemas of SOAP modules. */
export const SOAP_FIELDS = {
  endpoint: Type.String({
    minLength: 1,
    description:
      'Absolute http or https URL of the service; a template whose values are percent-encoded, a missing one being empty.',
  }),
  operation: Type.String({
    minLength: 1,
    description: 'Name of the operation for logs; nothing of it is sent.',
  }),
  body: Type.String({
    minLength: 1,
    description:
      'XML of the SOAP body, sent as written; a template whose values are escaped and may not be missing.',
  }),
  soapVersion: Type.Optional(
    oneOf(['1.1', '1.2'], { default: '1.1', description: 'Version of SOAP; a text, so quote it.' }),
  ),
  soapAction: Type.Optional(
    Type.String({
      default: '',
      description: 'SOAP 1.1: the SOAPAction header. SOAP 1.2: the action parameter of Content-Type.',
    }),
  ),
  headers: Type.Optional(
    Type.Array(
      closedObject({
        xml: Type.String({
          minLength: 1,
          description: 'XML of the block, a template whose values are escaped and may not be missing.',
        }),
      }),
      { default: [], description: 'Blocks of the SOAP header; HTTP headers are httpHeaders.' },
    ),
  ),
  httpHeaders: Type.Optional(
    stringMap({
      description: 'HTTP headers sent with every request; values are templates. SOAPAction is for SOAP 1.1.',
    }),
  ),
  ...AUTHENTICATION_FIELD,
  wsSecurity: Type.Optional(wsSecurity),
  mtom: Type.Optional(mtom),
  timeoutMs: Type.Optional(
    Type.Integer({
      minimum: 1,
      default: DEFAULT_TIMEOUT_MS,
      description:
        'Time for one attempt in milliseconds, from the connection to the last byte of the answer.',
    }),
  ),
} as const;

/** The settings as a module receives them. */
export type SoapConfig = Static<TObject<typeof SOAP_FIELDS>>;
