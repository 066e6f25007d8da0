import { expect, it } from 'vitest';
import { closestName } from './closest-name.ts';

const FIELDS = [
  'endpoint',
  'method',
  'headers',
  'queryParams',
  'timeoutMs',
  'onError',
  'id',
  'then',
  'else',
  'set',
];

it.each([
  ['endpiont', 'endpoint'],
  ['Endpoint', 'endpoint'],
  ['query_params', 'queryParams'],
  ['query-param', 'queryParams'],
  ['header', 'headers'],
  ['timeout', 'timeoutMs'],
  ['onTrue', 'then'],
  ['url', 'endpoint'],
  ['sett', 'set'],
  ['methdo', 'method'],
])('takes %s for %s', (name, expected) => {
  expect(closestName(name, FIELDS)).toBe(expected);
});

it.each(['tenant', 'xyz', 'retry', '', 'if', 'a'])('suggests nothing for %j', (name) => {
  expect(closestName(name, FIELDS)).toBeUndefined();
});

it('offers a synonym only where that name exists', () => {
  expect(closestName('http', ['httpRequest', 'database'])).toBe('httpRequest');
  expect(closestName('http', ['httpPolling', 'database'])).toBe('httpPolling');
  expect(closestName('onTrue', ['target'])).toBeUndefined();
});

it('prefers the nearest of several names', () => {
  expect(closestName('mappings', ['mapping', 'mappingsX', 'set'])).toBe('mapping');
  expect(closestName('limi', ['time', 'limit'])).toBe('limit');
});
