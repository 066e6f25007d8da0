/**
 * `npm run bench`: what the languages cost, as ratios to the same thing written by hand in JavaScript with the same
 * checks. Both sides take turns in one process and medians are compared, so that a busy machine slows both alike.
 */
import { formatTable } from '../../build/table.ts';
import type { DataObject } from '../../src/core/record.ts';
import { compileExpression } from '../../src/language/expression/expression.ts';
import { parseRecordPath } from '../../src/language/path/record-path.ts';
import { escapeFor } from '../../src/language/template/escaping/escape.ts';
import { compileTemplate, type Template } from '../../src/language/template/template.ts';

const ROUNDS = 21;
const CALLS = 20_000;

const record = {
  id: 1042,
  status: 'open',
  amount: 249.9,
  email: 'ada@example.com',
  customer: { country: 'DE', name: 'Ada & Co "Ltd"', address: { city: 'Köln' } },
  items: [
    { sku: 'A-1', qty: 2, price: 9.5 },
    { sku: 'B-2', qty: 7, price: 1 },
    { sku: 'C-3', qty: 1, price: 120 },
    { sku: 'D-4', qty: 3, price: 4.25 },
    { sku: 'E-5', qty: 9, price: 0.5 },
  ],
};
type Order = typeof record;
// Variants, so that neither side can be computed once and for all.
const orders: Order[] = Array.from({ length: 64 }, (_, index) => ({
  ...record,
  id: index,
  amount: index * 7.5,
}));

/** An order with the variables that a template sees of it. */
interface Item {
  readonly order: Order;
  readonly variables: DataObject;
}

const NOTHING = {};
const items: Item[] = orders.map((order) => ({
  order,
  variables: { record: order, meta: NOTHING, state: NOTHING, pagination: NOTHING },
}));

interface Case {
  readonly name: string;
  readonly program: (item: Item) => unknown;
  readonly byHand: (item: Item) => unknown;
  readonly goal: number;
}

/** Keeps results alive, so that no call can be left out. */
let sink: unknown;

function time(work: (item: Item) => unknown): number {
  const started = performance.now();
  for (let call = 0; call < CALLS; call += 1) sink = work(items[call & 63] as Item);
  return (performance.now() - started) / CALLS;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : null;
}

async function expressionCases(): Promise<Case[]> {
  const sources: readonly (readonly [string, (order: Order) => unknown])[] = [
    [
      'amount > 100 && status == "open"',
      (order) => {
        const amount = own(order, 'amount');
        if (typeof amount !== 'number') throw new TypeError('no number');
        return amount > 100 && own(order, 'status') === 'open';
      },
    ],
    [
      'customer.country in ["DE", "FR", "IT"]',
      (order) => {
        const customer = own(order, 'customer');
        if (typeof customer !== 'object' || customer === null) throw new TypeError('no object');
        const country = own(customer, 'country');
        return country === 'DE' || country === 'FR' || country === 'IT';
      },
    ],
    [
      'len(items) > 0 && items[0].qty >= 2',
      (order) => {
        const items = own(order, 'items');
        if (!Array.isArray(items)) throw new TypeError('no list');
        if (items.length === 0) return false;
        const qty = own(items[0], 'qty');
        if (typeof qty !== 'number') throw new TypeError('no number');
        return qty >= 2;
      },
    ],
    [
      '(email ?? "") matches "^[^@]+@example[.]com$"',
      (order) => {
        const email = own(order, 'email') ?? '';
        if (typeof email !== 'string') throw new TypeError('no text');
        return /^[^@]+@example[.]com$/.test(email);
      },
    ],
    [
      'any(items, .qty * .price > 100)',
      (order) => {
        const items = own(order, 'items');
        if (!Array.isArray(items)) throw new TypeError('no list');
        return items.some((item) => {
          const [qty, price] = [own(item, 'qty'), own(item, 'price')];
          if (typeof qty !== 'number' || typeof price !== 'number') throw new TypeError('no number');
          return qty * price > 100;
        });
      },
    ],
  ];
  return Promise.all(
    sources.map(async ([source, byHand]) => {
      const expression = await compileExpression(source);
      return {
        name: source,
        program: ({ order }) => expression.evaluate(order),
        byHand: ({ order }) => byHand(order),
        goal: 5,
      };
    }),
  );
}

function templateCase(name: string, template: Template, byHand: (order: Order) => string): Case {
  const program = ({ variables }: Item) => template.render(variables);
  for (const item of items) {
    const [rendered, expected] = [program(item), byHand(item.order)];
    if (rendered !== expected) throw new Error(`${name}: ${rendered} is not ${expected}`);
  }
  return { name, program, byHand: ({ order }) => byHand(order), goal: 5 };
}

async function templateCases(): Promise<Case[]> {
  const [url, json, xml] = (['url', 'json', 'xml'] as const).map((target) => escapeFor(target) ?? String);
  if (url === undefined || json === undefined || xml === undefined) throw new Error('targets have escapes');
  const compile = (source: string, target: 'url' | 'json' | 'xml' | 'text') =>
    compileTemplate(source, { target, missing: 'lenient' });
  return [
    templateCase(
      'URL: one value',
      await compile('https://api.example.com/orders/{{ record.id }}', 'url'),
      (order) => `https://api.example.com/orders/${url(String(order.id))}`,
    ),
    templateCase(
      'JSON body: six values',
      await compile(
        '{"id": {{ record.id }}, "status": "{{ record.status }}", "amount": {{ record.amount }}, "mail": "{{ record.email }}", "name": "{{ record.customer.name }}", "city": "{{ record.customer.address.city }}"}',
        'json',
      ),
      (order) =>
        `{"id": ${order.id}, "status": "${json(order.status)}", "amount": ${order.amount}, "mail": "${json(order.email)}", "name": "${json(order.customer.name)}", "city": "${json(order.customer.address.city)}"}`,
    ),
    templateCase(
      'XML body: a loop over five lines',
      await compile(
        '<o id="{{ record.id }}">{% for i in record.items %}<l sku="{{ i.sku }}">{{ i.qty }}</l>{% endfor %}</o>',
        'xml',
      ),
      (order) => {
        let lines = '';
        for (const item of order.items) lines += `<l sku="${xml(item.sku)}">${item.qty}</l>`;
        return `<o id="${order.id}">${lines}</o>`;
      },
    ),
    templateCase(
      'text: a choice',
      await compile(
        '{% if record.amount > 200 %}high {{ record.id }}{% else %}low {{ record.status }}{% endif %}',
        'text',
      ),
      (order) => (order.amount > 200 ? `high ${order.id}` : `low ${order.status}`),
    ),
    templateCase(
      'text: a key of three values',
      await compile('{{ record.customer.country }}/{{ record.status | upper }}/{{ record.id }}', 'text'),
      (order) => `${order.customer.country}/${order.status.toUpperCase()}/${order.id}`,
    ),
  ];
}

function pathCases(): Case[] {
  const name = parseRecordPath('customer.address.city');
  const item = parseRecordPath('items[1].sku');
  const target = parseRecordPath('customer.name');
  return [
    {
      name: 'path get customer.address.city',
      program: ({ order }) => name.get(order),
      byHand: ({ order }) => order.customer?.address?.city,
      goal: 3,
    },
    {
      name: 'path get items[1].sku',
      program: ({ order }) => item.get(order),
      byHand: ({ order }) => order.items?.[1]?.sku,
      goal: 3,
    },
    {
      name: 'path set customer.name',
      program: ({ order }) => target.set(order, 'Ada & Co "Ltd"'),
      byHand: ({ order }) => {
        order.customer.name = 'Ada & Co "Ltd"';
        return false;
      },
      goal: 3,
    },
  ];
}

const rows: Record<string, string | number>[] = [];
for (const { name, program, byHand, goal } of [
  ...(await expressionCases()),
  ...(await templateCases()),
  ...pathCases(),
]) {
  const programTimes: number[] = [];
  const handTimes: number[] = [];
  time(program);
  time(byHand);
  for (let round = 0; round < ROUNDS; round += 1) {
    handTimes.push(time(byHand));
    programTimes.push(time(program));
  }
  const ratio = median(programTimes) / median(handTimes);
  rows.push({
    case: name,
    'per second': Math.round(1000 / median(programTimes)).toLocaleString('en'),
    ratio: Number(ratio.toFixed(2)),
    goal,
    verdict: ratio <= goal ? 'met' : 'MISSED',
  });
}
if (sink === rows) throw new Error('unreachable');
console.log(`Node.js ${process.version}, medians of ${ROUNDS} rounds of ${CALLS} calls\n`);
console.log(formatTable(rows));
