import { describe, expect, it } from 'vitest';
import type { DataObject } from '../../core/record.ts';
import { compileTemplate, type TemplateOptions } from './template.ts';
import { TemplateError } from './template-error.ts';

function compile(source: string, options: Partial<TemplateOptions> = {}) {
  return compileTemplate(source, { target: 'text', missing: 'lenient', ...options });
}

function nested(depth: number): DataObject {
  let value: DataObject = {};
  for (let left = depth; left > 0; left -= 1) value = { value };
  return value;
}

describe('a template', () => {
  it.each([
    ['plain', true],
    ['', true],
    ['{# comment #}plain{% raw %}{{ x }}{% endraw %}', true],
    ['{{ 1 }}', false],
    ['{% if true %}a{% endif %}', false],
  ])('%j is constant: %j', async (source, constant) => {
    const template = await compile(source);
    expect(template.constant).toBe(constant);
    expect(template.source).toBe(source);
  });

  it('knows the names that it reads and not those that it sets', async () => {
    const template = await compile(
      '{% for l in record.lines %}{{ l.sku }}{{ loop.index }}{% endfor %}{% set a = meta.x %}{{ a }}' +
        '{% if state %}{% set b = 1 %}{% endif %}{{ b }}{% macro m(c) %}{{ c }}{{ d }}{% endmacro %}{{ m(1) }}{{ range(2) }}',
    );
    expect([...template.names].sort()).toEqual(['b', 'd', 'meta', 'record', 'state']);
  });

  it('knows the members that it reads of a name', async () => {
    const template = await compile(
      "{{ record.a.b }}{{ record['c'] }}{{ record[x] }}{% if record.d is defined %}{% endif %}{{ record.e.upper() }}",
    );
    expect([...template.members('record')].sort()).toEqual(['a', 'c', 'd', 'e']);
    expect(template.members('nope').size).toBe(0);
    expect((await compile('plain')).members('record').size).toBe(0);
  });

  it('renders one set of variables after the other', async () => {
    const template = await compile(
      '{% set ns = namespace(n=0) %}{% set ns.n = ns.n + record.n %}{% set record.n = 9 %}{{ ns.n }}{{ record.n }}{{ x }}',
    );
    expect(template.render({ record: { n: 1 }, x: 'a' })).toBe('19a');
    expect(template.render({ record: { n: 2 } })).toBe('29');
    expect(template.render({ record: { n: 1 }, x: 'a' })).toBe('19a');
  });

  it('never changes its variables', async () => {
    const variables: DataObject = { record: { l: [3, 1, 2], o: { a: 1 } }, line: { n: 1 } };
    const before = structuredClone(variables);
    const template = await compile(
      '{% set record.x = 1 %}{% set record.o.b = 2 %}{% set line.n = 2 %}{% set l = record.l + [4] %}' +
        '{{ record.l | sort | reverse }}{{ record.o }}{{ line.n }}{{ l }}{% for k, v in record.o %}{% set record.o.a = v %}{% endfor %}',
    );
    expect(template.render(variables)).toBe('[3,2,1]{"a":1,"b":2}2[3,1,2,4]');
    expect(variables).toEqual(before);
  });

  it('has a date as RFC 3339', async () => {
    const template = await compile('{{ record.at }} {{ record.at ~ "" }} {{ record.at.getTime }}');
    expect(template.render({ record: { at: new Date(0) } })).toBe(
      '1970-01-01T00:00:00Z 1970-01-01T00:00:00Z ',
    );
  });

  it('reports data that cannot be text', async () => {
    const template = await compile('{{ record }}');
    expect(() => template.render({ record: { a: Number.NaN } })).toThrow(TemplateError);
    expect(() => template.render({ record: { deep: nested(100_000) } })).toThrow(TemplateError);
  });

  it('reports data that is too deep to be compared', async () => {
    const template = await compile('{{ record.a == record.b }}');
    const record = { a: nested(100_000), b: nested(100_000) };
    expect(() => template.render({ record })).toThrow(TemplateError);
    expect(template.render({ record: { a: nested(100), b: nested(100) } })).toBe('true');
  });

  it('fails for good', async () => {
    const template = await compile('{{ 1 / record.zero }}');
    const error = (() => {
      try {
        return template.render({});
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ category: 'validation', retryable: false, reason: 'division by zero' });
  });
});

describe('the options of a template', () => {
  const outputRefusal = 'no output here';

  it.each([
    ['select {{ record.c }}', 'no output here (1:8)\n | select {{ record.c }}\n | .......^'],
    ['{% if a %}\n{{ 1 }}{% endif %}', 'no output here (2:1)\n | {{ 1 }}{% endif %}\n | ^'],
    ['{% nosuch %}{{ 1 }}', 'no output here (1:13)\n | {% nosuch %}{{ 1 }}\n | ............^'],
  ])('refuse the output tag of %j', async (source, message) => {
    await expect(compile(source, { outputRefusal })).rejects.toMatchObject({ name: 'LocatedError', message });
  });

  it('allow output tags in comments and raw regions where they are refused', async () => {
    const template = await compile('{# {{ x }} #}select 1{% raw %}{{ y }}{% endraw %}', { outputRefusal });
    expect(template.render({})).toBe('select 1{{ y }}');
  });

  const knownMembers = new Map([['state', ['lastTimestamp', 'lastId']]]);

  it.each([
    ['{{ state.lastTimestmp }}', 'lastTimestmp', ', did you mean lastTimestamp?', 10],
    ["{{ state['since'] }}", 'since', '', 9],
    ['{{ state.since | default(0) }}', 'since', '', 10],
    ['{% if state.since is defined %}{% endif %}', 'since', '', 13],
    ['{% macro m() %}{{ state.since }}{% endmacro %}', 'since', '', 25],
  ])('refuse the unknown member of %j', async (source, member, suggestion, column) => {
    await expect(compile(source, { knownMembers })).rejects.toMatchObject({
      reason: `unknown state variable "state.${member}", known variables are lastTimestamp, lastId${suggestion}`,
      column,
    });
  });

  it.each([
    '{{ state.lastTimestamp }}{{ state.lastId }}{{ state }}',
    '{{ "state.since" }}{{ record.state.since }}state.since',
    '{% set state = {"since": 1} %}{{ state.since }}',
    '{% for k, v in state.items() %}{{ k }}{% endfor %}',
  ])('accept %j', async (source) => {
    await expect(compile(source, { knownMembers })).resolves.toBeDefined();
  });
});
