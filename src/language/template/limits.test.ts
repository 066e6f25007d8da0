import { describe, expect, it } from 'vitest';
import { SOURCE_LIMIT } from './source-text.ts';
import { compileTemplate } from './template.ts';

function compile(source: string) {
  return compileTemplate(source, { target: 'text', missing: 'lenient' });
}

describe('the limits of a template', () => {
  it.each([
    ['parentheses', `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`],
    ['lists', `{{ ${'['.repeat(5000)}${']'.repeat(5000)} }}`],
    ['objects', `{{ ${'{1:'.repeat(5000)}1${'}'.repeat(5000)} }}`],
    ['signs', `{{ ${'- '.repeat(5000)}1 }}`],
    ['negations', `{{ ${'not '.repeat(5000)}1 }}`],
    ['inline ifs', `{{ ${'1 if 0 else '.repeat(5000)}1 }}`],
    ['sums', `{{ 1${' + 1'.repeat(5000)} }}`],
    ['comparisons', `{{ 1${' == 1'.repeat(5000)} }}`],
    ['members', `{{ record${'.a'.repeat(5000)} }}`],
    ['indexes', `{{ ${'a['.repeat(5000)}1${']'.repeat(5000)} }}`],
    ['calls', `{{ ${'range('.repeat(5000)}1${')'.repeat(5000)} }}`],
    ['filters', `{{ 1${' | string'.repeat(5000)} }}`],
    ['tests', `{{ 1${' is defined'.repeat(5000)} }}`],
    ['tags', `${'{% if 1 %}'.repeat(5000)}${'{% endif %}'.repeat(5000)}`],
    ['macros', `${'{% macro m() %}'.repeat(5000)}${'{% endmacro %}'.repeat(5000)}`],
  ])('%s that nest too deeply are refused where it gets too deep', async (_, source) => {
    await expect(compile(source)).rejects.toMatchObject({
      name: 'LocatedError',
      reason: 'template is nested too deeply',
      line: 1,
    });
  });

  it.each([
    ['parentheses', `{{ ${'('.repeat(150)}1${')'.repeat(150)} }}`, '1'],
    ['tags', `${'{% if 1 %}'.repeat(150)}1${'{% endif %}'.repeat(150)}`, '1'],
    ['sums', `{{ 1${' + 1'.repeat(400)} }}`, '401'],
    ['~', `{{ "a"${' ~ "b"'.repeat(5000)} }}`, `a${'b'.repeat(5000)}`],
    ['or', `{{ 0${' or 0'.repeat(5000)} or 1 }}`, 'true'],
    ['elif', `{% if 0 %}${'{% elif 0 %}'.repeat(5000)}{% else %}1{% endif %}`, '1'],
    ['output tags', '{{ 1 }}'.repeat(20_000), '1'.repeat(20_000)],
  ])('%s are allowed', async (_, source, output) => {
    expect((await compile(source)).render({})).toBe(output);
  });

  it('has at most 100000 nodes', async () => {
    await expect(compile('{{ 1 }}'.repeat(60_000))).rejects.toThrow(
      'template exceeds maximum allowed nodes (1:',
    );
  });

  it('has at most 1 MiB of source', async () => {
    const longest = `{{ 1 }}${'x'.repeat(SOURCE_LIMIT - 7)}`;
    expect((await compile(longest)).render({})).toHaveLength(SOURCE_LIMIT - 6);
    const error = await compile(`${longest}x`).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'LocatedError',
      reason: 'template exceeds 1 MiB',
      line: 1,
      column: 1,
    });
    expect((error as Error).message.length).toBeLessThan(200);
  });

  it('does not limit text without tags', async () => {
    const text = 'x'.repeat(SOURCE_LIMIT + 1);
    expect((await compile(text)).render({})).toBe(text);
  });

  it('reads text that looks like the beginning of many tags in one pass', async () => {
    const text = `${' '.repeat(200_000)}{ ${'\t \n'.repeat(100_000)}{{- 1 }}`;
    expect((await compile(text)).render({})).toBe(`${' '.repeat(200_000)}{1`);
  });
});
