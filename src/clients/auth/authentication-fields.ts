import { type Static, Type } from 'typebox';
import { holdsEnvironmentReference } from '../../core/environment-reference.ts';
import { closedObject, oneOf, oneOfShapes } from '../../core/schema.ts';
import { doubt, mistake, type SettingProblem } from '../../core/setting-problem.ts';
import { HEADER_NAME_REFUSED, isToken } from '../http/header-fields.ts';

/** Header and query parameter of an API key when the author names none. */
export const DEFAULT_API_KEY_HEADER = 'X-API-Key';
export const DEFAULT_API_KEY_PARAMETER = 'api_key';

const apiKey = closedObject({
  type: Type.Literal('api-key', { description: 'A key in a header or in the query.' }),
  credentials: closedObject(
    {
      key: Type.String({ description: 'The key; usually ${NAME} of an environment variable.' }),
      location: Type.Optional(
        oneOf(['header', 'query'], { default: 'header', description: 'Where the key is sent.' }),
      ),
      headerName: Type.Optional(
        Type.String({
          default: DEFAULT_API_KEY_HEADER,
          description: 'Name of the header, when the key is sent in one.',
        }),
      ),
      paramName: Type.Optional(
        Type.String({
          default: DEFAULT_API_KEY_PARAMETER,
          description: 'Name of the query parameter, when the key is sent in one.',
        }),
      ),
    },
    { description: 'The key and where it is sent.' },
  ),
});

const bearer = closedObject({
  type: Type.Literal('bearer', { description: 'A token in the Authorization header.' }),
  credentials: closedObject(
    { token: Type.String({ description: 'The token; usually ${NAME} of an environment variable.' }) },
    { description: 'The token.' },
  ),
});

const basic = closedObject({
  type: Type.Literal('basic', { description: 'User name and password in the Authorization header.' }),
  credentials: closedObject(
    {
      username: Type.String({ description: 'User name, without a colon.' }),
      password: Type.String({ description: 'Password; usually ${NAME} of an environment variable.' }),
    },
    { description: 'User name and password.' },
  ),
});

const oauth2 = closedObject({
  type: Type.Literal('oauth2', {
    description: 'A token of the OAuth 2.0 client credentials grant, fetched and renewed as needed.',
  }),
  credentials: closedObject(
    {
      tokenUrl: Type.String({ description: 'URL of the token endpoint.' }),
      clientId: Type.String({ description: 'Id of the client.' }),
      clientSecret: Type.String({
        description: 'Secret of the client; usually ${NAME} of an environment variable.',
      }),
      scope: Type.Optional(
        Type.String({ description: 'Scopes to ask for, in one text, separated by spaces.' }),
      ),
    },
    { description: 'The client and the endpoint that gives it tokens.' },
  ),
});

/** How the requests of an HTTP or SOAP module prove who sends them. */
export const AUTHENTICATION_FIELD = {
  authentication: Type.Optional(
    oneOfShapes('type', [apiKey, bearer, basic, oauth2], {
      description: 'How requests prove who sends them; the type decides which credentials belong to it.',
    }),
  ),
} as const;

export type Authentication =
  | Static<typeof apiKey>
  | Static<typeof bearer>
  | Static<typeof basic>
  | Static<typeof oauth2>;

/** Finds credentials that are empty or have no effect. Places are relative to the module. */
export function authenticationProblems(authentication: Authentication | undefined): SettingProblem[] {
  if (authentication === undefined) return [];
  const at = ['authentication', 'credentials'];
  const incomplete = incompleteness(authentication);
  if (incomplete !== undefined) return [mistake(at, incomplete)];
  if (authentication.type === 'basic' && authentication.credentials.username.includes(':')) {
    // RFC 7617 section 2.
    const message = 'the server takes the first colon for the end of the user name';
    return [doubt([...at, 'username'], message)];
  }
  return authentication.type === 'api-key' ? apiKeyProblems(authentication.credentials) : [];
}

function incompleteness(authentication: Authentication): string | undefined {
  switch (authentication.type) {
    case 'api-key':
      return authentication.credentials.key === ''
        ? 'api key is required for api-key authentication'
        : undefined;
    case 'bearer':
      return authentication.credentials.token === ''
        ? 'token is required for bearer authentication'
        : undefined;
    case 'basic': {
      const { username, password } = authentication.credentials;
      return username === '' || password === ''
        ? 'username and password are required for basic authentication'
        : undefined;
    }
    case 'oauth2': {
      const { tokenUrl, clientId, clientSecret } = authentication.credentials;
      return tokenUrl === '' || clientId === '' || clientSecret === ''
        ? 'tokenUrl, clientId, and clientSecret are required for oauth2 authentication'
        : undefined;
    }
  }
}

function apiKeyProblems(credentials: Static<typeof apiKey>['credentials']): SettingProblem[] {
  const { location = 'header', headerName } = credentials;
  const at = ['authentication', 'credentials'];
  const idle = location === 'header' ? 'paramName' : 'headerName';
  const problems: SettingProblem[] = [];
  if (credentials[idle] !== undefined) {
    problems.push(doubt([...at, idle], `${idle} has no effect: the key is sent in the ${location}`));
  }
  // An empty name means the default one.
  if (location === 'header' && headerName && !holdsEnvironmentReference(headerName) && !isToken(headerName)) {
    problems.push(mistake([...at, 'headerName'], HEADER_NAME_REFUSED));
  }
  return problems;
}
