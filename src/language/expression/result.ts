import type { Value } from '../../core/record.ts';
import type { Builtin } from './builtins/builtin.ts';
import { Evaluation, type Fail } from './evaluation.ts';
import { measure } from './nested-size.ts';
import type { StaticType } from './static-type.ts';
import type { Node } from './syntax-tree.ts';
import { type ExpressionValue, toData } from './value.ts';
import { visit } from './visit.ts';

/** Types whose values are data whatever they were made of. */
const DATA: ReadonlySet<StaticType> = new Set<StaticType>([
  'nil',
  'bool',
  'int',
  'float',
  'number',
  'string',
  'timestamp',
]);

/**
 * What turns the value of an expression into data. An expression that cannot make a list or an object gives values
 * of the environment or plain ones, which are handed out as they are.
 *
 * @param fail ends the evaluation when the result is beyond the budgets
 */
export function resultOf(type: StaticType, tree: Node, fail: Fail): (value: ExpressionValue) => Value {
  const nodes = DATA.has(type) ? [] : [...visit(tree)];
  if (nodes.some(mayMakeOpaque)) {
    return (value) => {
      checkSize(value, fail);
      return toData(value);
    };
  }
  if (!nodes.some(mayMakeContainer)) return asData;
  return (value) => {
    checkSize(value, fail);
    return asData(value);
  };
}

/** Without durations, time zones and groups, values are data. */
function asData(value: ExpressionValue): Value {
  return value as Value;
}

/** A result has budgets of its own: those of the evaluation have been used to make it. */
function checkSize(value: ExpressionValue, fail: Fail): void {
  const budgets = new Evaluation({}, []);
  measure(value, {
    elements: (count) => budgets.takeElements(count, fail),
    text: (codeUnits) => budgets.takeText(codeUnits, fail),
  });
}

function mayMakeContainer({ kind }: Node): boolean {
  return kind === 'list' || kind === 'object' || kind === 'call';
}

/** The environment holds no opaque value: something has to make it. */
function mayMakeOpaque(node: Node): boolean {
  switch (node.kind) {
    case 'call':
      return !givesData(node.builtin.returns);
    case 'method':
      return !node.methods.every(({ returns }) => DATA.has(returns));
    case 'binary':
      // The difference of two timestamps is a duration.
      return node.operator.symbol === '-';
    default:
      return false;
  }
}

/** A list holds only what was handed in. */
function givesData(returns: Builtin['returns']): boolean {
  return typeof returns === 'string' && (DATA.has(returns) || returns === 'list');
}
