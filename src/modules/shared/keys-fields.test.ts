import { describe, expect, it } from 'vitest';
import { compileContext, verdict } from '../../../test/helpers/module-run.ts';
import { compileKeys } from './keys-fields.ts';

type Keys = Parameters<typeof compileKeys>[0];

function compile(keys: Keys, endpoint = 'https://h/x') {
  const { context, problems } = compileContext();
  const compiled = compileKeys(keys, endpoint, context);
  return { compiled, verdict: verdict(problems) };
}

const key = (paramType: Keys[number]['paramType'], paramName: string, field = 'id'): Keys[number] => ({
  field,
  paramType,
  paramName,
});

describe('compileKeys', () => {
  it('reads the fields once', () => {
    const { compiled, verdict: found } = compile([key('query', 'q', 'a.b[0]')]);
    expect(found).toEqual([]);
    expect(compiled).toHaveLength(1);
    expect(compiled?.[0]?.path.get({ a: { b: ['x'] } })).toBe('x');
  });

  it('refuses fields and headers that cannot be', () => {
    const { compiled, verdict: found } = compile([key('header', 'X Key'), key('query', 'q', 'a[')]);
    expect(compiled).toBeUndefined();
    expect(found).toEqual([
      'error keys[0].paramName: header name is not a valid RFC 7230 token',
      expect.stringContaining('error keys[1].field: invalid array index in path'),
    ]);
  });

  it('doubts keys that go into the same place', () => {
    const { compiled, verdict: found } = compile([
      key('query', 'a'),
      key('header', 'a'),
      key('query', 'A'),
      key('header', 'A'),
      key('query', 'a', 'b'),
    ]);
    expect(compiled).toHaveLength(5);
    expect(found.map((line) => line.replace(/:.*/, ''))).toEqual([
      'warning keys[3].paramName',
      'warning keys[4].paramName',
    ]);
  });

  it.each<[Keys, string, string[]]>([
    [[key('path', 'id')], 'https://h/{id}/{id}', []],
    [[], 'https://h/{{ record.id }}/${BASE}/{% if x %}{# {c} #}{% endif %}', []],
    [
      [key('path', 'id')],
      'https://h/x',
      ['warning keys[0].paramName: the key has no effect: the endpoint holds no {id}'],
    ],
    [
      [key('query', 'id')],
      'https://h/{id}/{{ record.x }}/{id}',
      ['warning endpoint: the placeholder {id} is filled by no key of paramType path'],
    ],
  ])('compares the keys %j with the placeholders of %s', (keys, endpoint, expected) => {
    expect(compile(keys, endpoint).verdict).toEqual(expected);
  });
});
