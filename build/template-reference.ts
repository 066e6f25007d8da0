import type {
  FilterDefinition,
  GlobalDefinition,
  MethodDefinition,
  Parameter,
  TemplateExample,
  TestDefinition,
} from '../src/language/template/definition.ts';
import { FILTERS } from '../src/language/template/filters/registry.ts';
import { GLOBALS } from '../src/language/template/globals/registry.ts';
import { METHODS } from '../src/language/template/methods/registry.ts';
import { TESTS } from '../src/language/template/tests/registry.ts';
import { cell, code, table } from './reference-page.ts';

/** A part of the page that is prose, with examples of what it says. */
export interface TemplateSection {
  readonly title: string;
  readonly text: string;
  readonly examples: readonly TemplateExample[];
}

/** The parts of the language that no registry holds. */
export const TEMPLATE_SECTIONS: readonly TemplateSection[] = [
  {
    title: 'Output',
    text:
      '`{{ expression }}` prints a value, `{% tag %}` shapes the text, `{# comment #}` is left out, and everything ' +
      'between `{% raw %}` and `{% endraw %}` stays as it is. Null and missing values print nothing; numbers are plain ' +
      'decimals, booleans lower case, lists and objects JSON. A `-` beside a delimiter trims the white space on that side.',
    examples: [
      { template: 'Order {{ record.id }}', variables: { record: { id: 42 } }, output: 'Order 42' },
      { template: '[{{ record.nope }}]', variables: { record: {} }, output: '[]' },
      { template: '{% raw %}{{ kept }}{% endraw %}{# gone #}', output: '{{ kept }}' },
      { template: 'a {{- 1 -}} b', output: 'a1b' },
    ],
  },
  {
    title: 'Escaping',
    text:
      'The value of every output tag is escaped for the place it is written to: percent-encoded in a URL or a form, as ' +
      'the content of a string in JSON, as character references in XML. It cannot be turned off. In a JSON body the ' +
      'quotes are the author’s; `json` embeds a value with its structure.',
    examples: [
      {
        template: 'https://x/{{ record.q }}',
        target: 'url',
        variables: { record: { q: 'a b&c/é' } },
        output: 'https://x/a%20b%26c%2F%C3%A9',
      },
      {
        template: '{"n": "{{ record.n }}"}',
        target: 'json',
        variables: { record: { n: 'Tom "J"' } },
        output: '{"n": "Tom \\"J\\""}',
      },
      {
        template: '{"o": {{ record.o | json }}}',
        target: 'json',
        variables: { record: { o: { a: [1] } } },
        output: '{"o": {"a":[1]}}',
      },
      {
        template: '<a>{{ record.t }}</a>',
        target: 'xml',
        variables: { record: { t: '<&>' } },
        output: '<a>&lt;&amp;&gt;</a>',
      },
    ],
  },
  {
    title: 'Expressions',
    text:
      'Literals, lists, objects, members (`a.b`, `a["b"]`, `a[0]`, `a[1:3]`), arithmetic, `~` to join as text, ' +
      'comparisons, `in`, `is` with a test, `and`, `or`, `not` (which give booleans), `a if test else b`, and filters ' +
      'after `|`. A missing parent is an error that names what is missing; `default` replaces any missing value.',
    examples: [
      { template: '{{ record.a.b }}', variables: { record: { a: { b: 'x' } } }, output: 'x' },
      { template: '{{ record.name or "n/a" }}', variables: { record: { name: 'x' } }, output: 'true' },
      { template: '{{ "yes" if record.ok else "no" }}', variables: { record: { ok: false } }, output: 'no' },
      { template: '{{ record.a.b | default("none") }}', variables: { record: {} }, output: 'none' },
      { template: '{{ "ID-" ~ record.id }}', variables: { record: { id: 42 } }, output: 'ID-42' },
    ],
  },
  {
    title: 'Conditions and loops',
    text:
      '`if / elif / else / endif` and `for … in … / else / endfor`, with `for key, value in object` and `for x in list if ' +
      'test`. Inside a loop `loop` has index, index0, revindex, revindex0, first, last, length, depth, depth0, previtem, ' +
      'nextitem, cycle(…) and changed(…).',
    examples: [
      {
        template: '{% for t in record.tags %}"{{ t }}"{% if not loop.last %},{% endif %}{% endfor %}',
        target: 'json',
        variables: { record: { tags: ['a', 'b'] } },
        output: '"a","b"',
      },
      {
        template: '{% for k, v in record.o %}{{ k }}={{ v }};{% endfor %}',
        variables: { record: { o: { b: 1, a: 2 } } },
        output: 'a=2;b=1;',
      },
      {
        template: '{% for x in record.none %}{{ x }}{% else %}nothing{% endfor %}',
        variables: { record: {} },
        output: 'nothing',
      },
    ],
  },
  {
    title: 'Names of the template’s own',
    text:
      '`set` names a value or, as a block, a piece of text; `with` does so for a part of the template; `macro` names a ' +
      'piece with arguments; `namespace` survives loops. The record itself is never changed.',
    examples: [
      {
        template: '{% set total = record.a + record.b %}{{ total }}',
        variables: { record: { a: 1, b: 2 } },
        output: '3',
      },
      {
        template:
          '{% macro line(x, end=";") %}<{{ x }}>{{ end }}{% endmacro %}{{ line(1) }}{{ line(2, end=".") }}',
        output: '<1>;<2>.',
      },
      {
        template:
          '{% set ns = namespace(n=0) %}{% for x in [1, 2] %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }}',
        output: '3',
      },
    ],
  },
];

const LIMITS = [
  'A template has at most 1 MiB of source text.',
  'One rendering writes at most 64 MiB, makes at most 1,000,000 list elements and takes at most 10,000,000 steps.',
  'Unknown filters, tests, tags and functions, and wrong arguments, are found when the pipeline is compiled.',
  '`include`, `extends`, `import` and `from` do not exist: a template is self-contained.',
];

type Definition = FilterDefinition | TestDefinition | MethodDefinition | GlobalDefinition;

/** The reference page of the template language: Markdown text. */
export function templateReference(): string {
  const lines = [
    '# Templates',
    '',
    'Generated by `npm run docs` from the declarations in `src/language/template`. Every example is run by the tests.',
  ];
  for (const { title, text, examples } of TEMPLATE_SECTIONS) {
    lines.push('', `## ${title}`, '', text, '', ...exampleTable(examples));
  }
  lines.push(...definitions('Filters', FILTERS.values(), (name) => `value | ${name}`));
  lines.push(...definitions('Tests', TESTS.values(), (name) => `value is ${name}`));
  lines.push(...definitions('Functions', GLOBALS.values(), (name) => name));
  const methods = [...METHODS.values()].flat();
  for (const [receiver, title] of [
    ['string', 'Methods of a text'],
    ['mapping', 'Methods of an object'],
  ] as const) {
    const own = methods.filter((method) => method.receiver === receiver);
    lines.push(...definitions(title, own, (name) => `.${name}`));
  }
  lines.push('', '## Limits', '', ...LIMITS.map((limit) => `- ${limit}`));
  return `${lines.join('\n')}\n`;
}

function definitions(title: string, all: Iterable<Definition>, callText: (name: string) => string): string[] {
  const lines = ['', `## ${title}`];
  for (const definition of new Set(all)) {
    const { name, aliases = [], parameters, summary, examples } = definition;
    const always = title === 'Functions' || title.startsWith('Methods');
    const list = parameters.length > 0 || always ? `(${parameters.map(parameterText).join(', ')})` : '';
    const others = aliases.length === 0 ? '' : ` Also ${aliases.map((alias) => code(alias)).join(', ')}.`;
    lines.push(
      '',
      `### ${name}`,
      '',
      code(callText(name) + list),
      '',
      summary + others,
      '',
      ...exampleTable(examples),
    );
  }
  return lines;
}

function parameterText(parameter: Parameter): string {
  if (parameter.rest === true) return `*${parameter.name}`;
  if (parameter.named === true) return `**${parameter.name}`;
  return parameter.default === undefined
    ? parameter.name
    : `${parameter.name}=${JSON.stringify(parameter.default)}`;
}

function exampleTable(examples: readonly TemplateExample[]): string[] {
  const withTarget = examples.some(({ target }) => target !== undefined);
  const withVariables = examples.some(({ variables }) => variables !== undefined);
  return table(
    ['Template', ...(withTarget ? ['in'] : []), ...(withVariables ? ['with'] : []), 'gives'],
    examples.map(({ template, target, variables, output, error }) => [
      code(template.replaceAll('\n', '⏎')),
      ...(withTarget ? [target ?? 'text'] : []),
      ...(withVariables ? [variables === undefined ? '' : code(JSON.stringify(variables))] : []),
      error === undefined ? code((output ?? '').replaceAll('\n', '⏎') || ' ') : `error: ${cell(error)}`,
    ]),
  );
}
