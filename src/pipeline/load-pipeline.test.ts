import { Type } from 'typebox';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DataObject } from '../core/record.ts';
import {
  defineFilter,
  defineInput,
  defineOutput,
  type SubstitutedTag,
} from '../modules/contract/definition.ts';
import { ModuleRegistry } from '../modules/contract/registry.ts';
import { filterList } from '../modules/contract/schema.ts';
import { compilePipeline } from './compile-pipeline.ts';
import { parseDocument } from './document/read-document.ts';
import { loadPipeline } from './load-pipeline.ts';

/** What each module was compiled with, in order. */
let compiled: {
  type: string;
  at: number;
  nested: boolean;
  onError: string | undefined;
  text: string | undefined;
}[];
let tags: SubstitutedTag[];
let registry: ModuleRegistry;

const files = { readText: () => '', absolute: (path: string) => path };
const VALUES: Readonly<Record<string, string>> = {
  WORD: 'hello',
  TAG: 'S3NT1NEL {{ x }}',
  WRONG: 'S3NT1NEL bad',
};
const ports = { files, environment: { get: (name: string) => VALUES[name] } };

beforeEach(() => {
  compiled = [];
  tags = [];
  registry = new ModuleRegistry();
  const fields = { text: Type.Optional(Type.String()) };
  const about = { summary: '', examples: [] };
  registry.register(defineInput({ ...about, type: 'source', fields, compile: () => ({ async *read() {} }) }));
  registry.register(
    defineOutput({
      ...about,
      type: 'sink',
      fields,
      compile: () => ({ write: async () => ({ sent: 0 }), preview: () => [] }),
    }),
  );
  registry.register(
    defineFilter({
      ...about,
      type: 'step',
      fields: { ...fields, inner: Type.Optional(filterList()) },
      async compile(config, context) {
        const { onError, text } = config;
        compiled.push({ type: 'step', at: context.index, nested: context.nested, onError, text });
        const tag = context.substitutedTag(['text']);
        if (tag !== undefined) tags.push(tag);
        const offset = text?.indexOf('bad') ?? -1;
        if (text === 'bad') context.report({ at: ['text'], type: 'validation', message: 'is bad' });
        else if (offset >= 0) {
          const message = `cannot be read: ${text}`;
          context.report({ at: ['text'], type: 'expression', message, offset, quotable: true });
        }
        await context.compileFilters(config.inner ?? [], ['inner']);
        return { process: (records) => records };
      },
    }),
  );
});

const document = (rest: object) =>
  parseDocument(
    JSON.stringify({ name: 'N', input: { type: 'source' }, output: { type: 'sink' }, ...rest }),
    'p.json',
    'json',
  );
const load = async (rest: object) => loadPipeline(await document(rest), registry, ports);

describe('loading', () => {
  it('leaves out disabled filters, nested ones too, and keeps the position of the others', async () => {
    const { filters, disabledFilters } = await load({
      filters: [
        { type: 'step', enabled: false, text: 'off' },
        {
          type: 'step',
          inner: [
            { type: 'step', enabled: false, text: 'off' },
            { type: 'step', text: 'on' },
          ],
        },
      ],
    });
    expect(disabledFilters).toEqual([{ index: 0, type: 'step' }]);
    expect(filters.map(({ index }) => index)).toEqual([1]);
    expect(compiled.map(({ at, nested, text }) => [at, nested, text])).toEqual([
      [1, false, undefined],
      [1, true, 'on'],
    ]);
  });

  it('gives defaults to top-level modules only', async () => {
    await load({ defaults: { onError: 'log' }, filters: [{ type: 'step', inner: [{ type: 'step' }] }] });
    expect(compiled.map(({ onError }) => onError)).toEqual(['log', undefined]);
  });

  it('compiles with the environment substituted', async () => {
    await load({ filters: [{ type: 'step', text: '${WORD}' }] });
    expect(compiled[0]?.text).toBe('hello');
  });

  it.each(['input', 'output'])('refuses a disabled %s and says what to do', async (kind) => {
    const type = kind === 'input' ? 'source' : 'sink';
    await expect(load({ [kind]: { type, enabled: false } })).rejects.toMatchObject({
      name: 'ModuleCreationError',
      stage: kind,
      message: `${kind} module "${type}" has enabled=false: ${kind} is required for the pipeline to run, remove it from the config or set enabled=true`,
    });
  });

  it('names the module and the field of what only its final settings reveal', async () => {
    await expect(load({ filters: [{ type: 'step' }, { type: 'step', text: 'bad' }] })).rejects.toMatchObject({
      stage: 'filter',
      message: 'invalid step config at index 1: filters[1].text: is bad (p.json:1:113)',
    });
  });

  it.each([
    [
      '${WRONG}',
      'not valid with the value of ${WRONG} in place; check what the environment holds (p.json:1:98)',
    ],
    [
      '${WORD} bad ${WORD}',
      'not valid with the value of ${WORD} in place; check what the environment holds (p.json:1:106)',
    ],
    ['is bad', 'cannot be read: is bad (p.json:1:101)'],
  ])(
    'says of a program that is wrong only with values where it is and no value: %s',
    async (text, expected) => {
      const failure = await load({ filters: [{ type: 'step', text }] }).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        message: `invalid step config at index 0: filters[0].text: ${expected}`,
      });
    },
  );

  it('tells each module of the template tags that variables brought into it, at any depth', async () => {
    const step = (text: string, inner?: object[]) => ({ type: 'step', text, ...(inner && { inner }) });
    await load({ filters: [step('{{ record.x }}${WORD}', [step('a'), step('${TAG}')]), step('${TAG}')] });
    expect(compiled.map(({ text }) => text)).toContain('S3NT1NEL {{ x }}');
    expect(tags).toEqual([
      { variable: 'TAG', tag: '{{' },
      { variable: 'TAG', tag: '{{' },
    ]);
  });

  it('takes the name for an absent id', async () => {
    expect((await load({})).id).toBe('N');
    expect((await load({ id: 'p1' })).id).toBe('p1');
  });
});

describe('compiling', () => {
  it('collects every problem with its path, at any depth, and gives no pipeline then', async () => {
    const { root } = await document({
      filters: [
        { type: 'step', text: 'bad' },
        { type: 'step', inner: [{ type: 'step' }, { type: 'step', text: 'bad' }] },
      ],
    });
    const { pipeline, problems } = await compilePipeline(root as DataObject, registry, ports);
    expect(pipeline).toBeUndefined();
    expect(problems.map(({ path }) => path)).toEqual([
      ['filters', 0, 'text'],
      ['filters', 1, 'inner', 1, 'text'],
    ]);
  });

  it('names the supported types when it meets an unknown one that validation has not seen', async () => {
    const { root } = await document({ filters: [{ type: 'stepp' }] });
    await expect(compilePipeline(root as DataObject, registry, ports)).rejects.toThrow(
      'unknown filter module type "stepp": supported types are step',
    );
  });
});
