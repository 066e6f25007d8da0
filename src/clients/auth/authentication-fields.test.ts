import { expect, it } from 'vitest';
import { verdict } from '../../../test/helpers/module-run.ts';
import { type Authentication, authenticationProblems } from './authentication-fields.ts';

const found = (authentication: Authentication): string[] => verdict(authenticationProblems(authentication));

const oauth2 = { tokenUrl: 'https://h/token', clientId: 'a', clientSecret: 'b' };

it.each<[Authentication, string]>([
  [{ type: 'api-key', credentials: { key: '' } }, 'api key is required for api-key authentication'],
  [{ type: 'bearer', credentials: { token: '' } }, 'token is required for bearer authentication'],
  [
    { type: 'basic', credentials: { username: 'u', password: '' } },
    'username and password are required for basic authentication',
  ],
  [
    { type: 'basic', credentials: { username: '', password: 'p' } },
    'username and password are required for basic authentication',
  ],
  ...(['tokenUrl', 'clientId', 'clientSecret'] as const).map((empty): [Authentication, string] => [
    { type: 'oauth2', credentials: { ...oauth2, [empty]: '' } },
    'tokenUrl, clientId, and clientSecret are required for oauth2 authentication',
  ]),
])('finds empty credentials in %j', (authentication, message) => {
  expect(found(authentication)).toEqual([`error authentication.credentials: ${message}`]);
});

it.each<Authentication>([
  { type: 'api-key', credentials: { key: 'k', headerName: 'X-Key' } },
  { type: 'api-key', credentials: { key: 'k', headerName: '' } },
  { type: 'api-key', credentials: { key: 'k', headerName: '${NAME} x' } },
  { type: 'api-key', credentials: { key: 'k', location: 'query', paramName: 'a b' } },
  { type: 'bearer', credentials: { token: '${TOKEN}' } },
  { type: 'basic', credentials: { username: 'u', password: 'a:b' } },
  { type: 'oauth2', credentials: { ...oauth2, tokenUrl: 'nope', scope: '' } },
])('has nothing to say about %j', (authentication) => {
  expect(found(authentication)).toEqual([]);
});

it('finds what cannot be sent and what has no effect', () => {
  expect(found({ type: 'api-key', credentials: { key: 'k', headerName: 'X Key', paramName: 'p' } })).toEqual([
    'warning authentication.credentials.paramName: paramName has no effect: the key is sent in the header',
    'error authentication.credentials.headerName: header name is not a valid RFC 7230 token',
  ]);
  expect(
    found({ type: 'api-key', credentials: { key: 'k', location: 'query', headerName: 'X Key' } }),
  ).toEqual([
    'warning authentication.credentials.headerName: headerName has no effect: the key is sent in the query',
  ]);
  expect(found({ type: 'basic', credentials: { username: 'a:b', password: 'p' } })).toEqual([
    'warning authentication.credentials.username: the server takes the first colon for the end of the user name',
  ]);
});

it('has nothing to say where there is no authentication', () => {
  expect(authenticationProblems(undefined)).toEqual([]);
});
