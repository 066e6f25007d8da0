import { describe, expect, it } from 'vitest';
import { documentPathText } from '../../core/document-path.ts';
import type { DataObject } from '../../core/record.ts';
import { documentDoubts } from './document-doubts.ts';

const valid = { name: 'p', input: { type: 'database' }, output: { type: 'database' } };
const doubts = (root: DataObject) =>
  documentDoubts({ ...valid, ...root }).map(({ path, message }) => `${documentPathText(path)}: ${message}`);

describe('documentDoubts', () => {
  it('has none about an ordinary pipeline', () => {
    const filters = [{ type: 'set', target: 'a', value: '${NAME}', onError: 'skip' }];
    expect(doubts({ description: 'prose with ${anything}', filters })).toEqual([]);
  });

  it.each(['${token}', '${A:-x}', '${1X}', 'a ${ b', '${AB'])('about %s, which stays as it is', (text) => {
    expect(doubts({ input: { type: 'httpPolling', headers: { X: text } } })).toEqual([
      'input.headers.X: the text holds "${" that starts no environment reference and stays as it is: references are ${UPPER_CASE}',
    ]);
  });

  it('leaves programs and prose alone', () => {
    const filters = [
      { type: 'script', script: 'const a = `${b}`', description: '${x}' },
      { type: 'mapping', mappings: [{ transforms: [{ op: 'replace', replacement: '${d}' }] }] },
    ];
    expect(doubts({ filters })).toEqual([]);
  });

  it('about onError where it has no effect', () => {
    const filters = [
      { type: 'drop', onError: 'skip' },
      { type: 'condition', else: [{ type: 'remove', target: 'a', onError: 'log' }] },
    ];
    expect(doubts({ input: { type: 'webhook', onError: 'skip' }, filters })).toEqual([
      'input.onError: onError has no effect on webhook: a failure to read always fails the run',
      'filters[0].onError: onError has no effect on drop: it cannot fail',
      'filters[1].else[0].onError: onError has no effect on remove: it cannot fail',
    ]);
  });

  it('about nested filters that a default does not reach', () => {
    const nested = [{ type: 'mapping' }, { type: 'mapping', onError: 'fail' }, { type: 'drop' }];
    const filters = [{ type: 'loop', filters: [{ type: 'condition', else: nested, onError: 'skip' }] }];
    expect(doubts({ defaults: { onError: 'skip' }, filters })).toEqual([
      'filters[0].filters[0].else[0]: defaults.onError does not reach filters inside a branch or a loop: without its own onError this one fails the run',
    ]);
    expect(doubts({ defaults: { timeoutMs: 5 }, filters })).toEqual([]);
  });

  it('about nested calls that defaults of requests do not reach', () => {
    const nested = [
      { type: 'http_call' },
      { type: 'http_call', timeoutMs: 1, retry: {}, onError: 'log' },
      { type: 'soap_call', retry: { maxAttempts: 1 } },
      { type: 'sql_call' },
      { type: 'mapping' },
    ];
    const filters = [{ type: 'loop', filters: nested }, { type: 'http_call' }];
    const reach = 'does not reach filters inside a branch or a loop: write it here';
    expect(doubts({ defaults: { timeoutMs: 5, retry: { maxAttempts: 1 } }, filters })).toEqual([
      `filters[0].filters[0]: defaults.timeoutMs and defaults.retry ${reach}`,
      `filters[0].filters[2]: defaults.timeoutMs ${reach}`,
      `filters[0].filters[3]: defaults.timeoutMs ${reach}`,
      'filters[0].filters[1].retry: retry without maxAttempts repeats a request up to 3 times; say how often, 0 for never',
    ]);
    const plain = nested.map(({ type }) => ({ type }));
    const unset = { timeoutMs: 0, retry: {} };
    expect(doubts({ defaults: unset, filters: [{ type: 'loop', filters: plain }] })).toEqual([]);
  });

  it.each<[DataObject, string[]]>([
    [{ input: { type: 'httpPolling', retry: { delayMs: 5 } } }, ['input.retry']],
    [{ input: { type: 'httpPolling', retry: {} } }, ['input.retry']],
    [{ input: { type: 'httpPolling', retry: { maxAttempts: 0 } } }, []],
    [{ defaults: { retry: { delayMs: 5 } } }, ['defaults.retry']],
    [{ defaults: { retry: {} } }, []],
    [{ defaults: { retry: { maxAttempts: 2 } }, output: { type: 'httpRequest', retry: { delayMs: 5 } } }, []],
    [
      { defaults: { retry: { delayMs: 1 } }, output: { type: 'httpRequest', retry: { delayMs: 5 } } },
      ['defaults.retry'],
    ],
  ])('about retry that does not say how often: %j', (root, places) => {
    expect(doubts(root)).toEqual(
      places.map(
        (place) =>
          `${place}: retry without maxAttempts repeats a request up to 3 times; say how often, 0 for never`,
      ),
    );
  });

  it('about ticks without a schedule', () => {
    expect(doubts({ input: { type: 'database', overlap: 'skip' } })).toEqual([
      'input.overlap: overlap has no effect without a schedule',
    ]);
    expect(doubts({ input: { type: 'database', overlap: 'skip', schedule: '@daily' } })).toEqual([]);
  });

  it('about settings of a mapping that nothing reads', () => {
    const settings = { format: 'YYYY', pattern: 'a', replacement: '', separator: ';' };
    const mappings = [
      { target: 'a', source: 'a', onMissing: 'useDefault', defaultValue: null },
      { target: 'b', source: 'b', defaultValue: 1 },
      { target: 'c', source: 'c', transforms: [{ op: 'trim', ...settings }] },
      {
        target: 'd',
        source: 'd',
        transforms: [
          { op: 'dateFormat', format: 'YYYY' },
          { op: 'replace', pattern: 'a', replacement: '' },
          { op: 'split', separator: ';' },
          { op: 'join', separator: ';', format: 'x' },
        ],
      },
    ];
    expect(doubts({ filters: [{ type: 'condition', else: [{ type: 'mapping', mappings }] }] })).toEqual([
      'filters[0].else[0].mappings[1].defaultValue: defaultValue has no effect without onMissing: useDefault',
      ...Object.keys(settings).map(
        (name) => `filters[0].else[0].mappings[2].transforms[0].${name}: ${name} has no effect on trim`,
      ),
      'filters[0].else[0].mappings[3].transforms[3].format: format has no effect on join',
    ]);
  });

  it('about a state that is kept under a name', () => {
    const input = { type: 'httpPolling', statePersistence: {} };
    expect(doubts({ name: 'My Orders', input })).toEqual([
      'name: the state of this pipeline is kept under its name; give it an id, so that the name can change',
    ]);
    expect(doubts({ name: 'My Orders', id: 'orders', input })).toEqual([]);
    expect(doubts({ name: 'orders', input })).toEqual([]);
    expect(doubts({ name: 'My Orders' })).toEqual([]);
  });

  it('about an id that comes twice', () => {
    const filters = [
      { type: 'drop', id: 'a' },
      { type: 'drop', id: 'b' },
      { type: 'drop', id: 'a' },
    ];
    expect(doubts({ filters })).toEqual(['filters[2].id: another module of this pipeline has the same id']);
  });
});
