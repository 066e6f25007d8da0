import { setOwn } from '../../../core/value.ts';
import { isMapping, refuseValue } from '../call-values.ts';
import { textOf } from '../conversion.ts';
import type { CallSite, GlobalDefinition, Parameter } from '../definition.ts';
import { Namespace, type TemplateMapping, type TemplateValue } from '../value.ts';

// Taken as `rest`, the source has no name that a member could have as well.
const PARAMETERS: readonly Parameter[] = [
  { name: 'source', rest: true },
  { name: 'members', named: true },
];

export const dict: GlobalDefinition = {
  name: 'dict',
  summary: 'An object with the members given by name, after those of an object or of a list of pairs.',
  parameters: PARAMETERS,
  examples: [
    { template: '{{ dict(a=1, b="x") | tojson }}', output: '{"a":1,"b":"x"}' },
    { template: "{{ dict({'a': 1, 'b': 2}, b=3) | tojson }}", output: '{"a":1,"b":3}' },
    { template: "{{ dict([['k', 'v']]).k }}", output: 'v' },
  ],
  call: ([source, members], site) => membersOf(source, members, "function 'dict'", site),
};

export const namespace: GlobalDefinition = {
  name: 'namespace',
  summary: 'An object whose members `{% set ns.name = … %}` can change, also from inside a loop.',
  parameters: PARAMETERS,
  examples: [
    {
      template:
        '{% set ns = namespace(total=0) %}{% for n in [1, 2, 3] %}{% set ns.total = ns.total + n %}{% endfor %}{{ ns.total }}',
      output: '6',
    },
    { template: '{% set ns = namespace({"found": false}) %}{{ ns.found }}', output: 'false' },
  ],
  call: ([source, members], site) => new Namespace(membersOf(source, members, "function 'namespace'", site)),
};

function membersOf(
  source: TemplateValue | undefined,
  members: TemplateValue | undefined,
  callee: string,
  site: CallSite,
): TemplateMapping {
  const [origin = null, second] = Array.isArray(source) ? source : [];
  if (second !== undefined)
    return site.fail(`invalid call to ${callee}: it takes at most one argument by position`);
  const result: TemplateMapping = {};
  for (const [key, value] of entriesOf(origin, callee, site)) setOwn(result, key, value);
  for (const [key, value] of isMapping(members) ? Object.entries(members) : []) setOwn(result, key, value);
  site.rendering.takeElements(Object.keys(result).length, site.fail);
  return result;
}

function entriesOf(
  origin: TemplateValue,
  callee: string,
  site: CallSite,
): readonly [string, TemplateValue][] {
  if (origin === null) return [];
  if (isMapping(origin)) return Object.entries(origin);
  if (!Array.isArray(origin)) return refuseValue(callee, 'an object or an array of pairs', origin, site.fail);
  return origin.map((pair) => {
    const [key = null, value = null, more] = Array.isArray(pair) ? pair : [];
    if (!Array.isArray(pair) || pair.length < 2 || more !== undefined) {
      return refuseValue(callee, 'pairs of a key and a value', pair, site.fail);
    }
    return [textOf(key, site.fail), value];
  });
}
