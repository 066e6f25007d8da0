import { add, divide, multiply, power, remainder, subtract } from './operations/arithmetic.ts';
import { equal, greater, greaterOrEqual, less, lessOrEqual, notEqual } from './operations/comparison.ts';
import { membership } from './operations/membership.ts';
import type { Operation } from './operations/operation.ts';
import { range } from './operations/range.ts';
import { contains, endsWith, startsWith } from './operations/text-search.ts';

/** How tightly an operator binds and what the parser makes of it. */
interface BinarySyntax {
  readonly symbol: string;
  /** Higher binds tighter. */
  readonly precedence: number;
  readonly rightAssociative?: true;
  /** Also written with `not` in front: `not in`. */
  readonly negatable?: true;
}

/** An operator that works on the values of both operands. Ordering operators chain: `1 < x < 9`. */
export interface BinaryOperator extends BinarySyntax {
  readonly form: 'operation' | 'ordering';
  readonly operation: Operation;
}

/** An operator with rules of its own: which operands it evaluates, or what may stand on its right. */
export interface SpecialOperator extends BinarySyntax {
  readonly form: 'and' | 'or' | 'coalesce' | 'matches' | 'pipe';
}

const OPERATORS: readonly (BinaryOperator | SpecialOperator)[] = [
  { symbol: '??', precedence: 500, form: 'coalesce' },
  { symbol: '**', precedence: 100, rightAssociative: true, form: 'operation', operation: power },
  { symbol: '^', precedence: 100, rightAssociative: true, form: 'operation', operation: power },
  { symbol: '*', precedence: 60, form: 'operation', operation: multiply },
  { symbol: '/', precedence: 60, form: 'operation', operation: divide },
  { symbol: '%', precedence: 60, form: 'operation', operation: remainder },
  { symbol: '+', precedence: 30, form: 'operation', operation: add },
  { symbol: '-', precedence: 30, form: 'operation', operation: subtract },
  { symbol: '..', precedence: 25, form: 'operation', operation: range },
  { symbol: '==', precedence: 20, form: 'operation', operation: equal },
  { symbol: '!=', precedence: 20, form: 'operation', operation: notEqual },
  { symbol: '<', precedence: 20, form: 'ordering', operation: less },
  { symbol: '<=', precedence: 20, form: 'ordering', operation: lessOrEqual },
  { symbol: '>', precedence: 20, form: 'ordering', operation: greater },
  { symbol: '>=', precedence: 20, form: 'ordering', operation: greaterOrEqual },
  { symbol: 'in', precedence: 20, negatable: true, form: 'operation', operation: membership },
  { symbol: 'contains', precedence: 20, negatable: true, form: 'operation', operation: contains },
  { symbol: 'startsWith', precedence: 20, negatable: true, form: 'operation', operation: startsWith },
  { symbol: 'endsWith', precedence: 20, negatable: true, form: 'operation', operation: endsWith },
  { symbol: 'matches', precedence: 20, negatable: true, form: 'matches' },
  { symbol: 'and', precedence: 15, form: 'and' },
  { symbol: '&&', precedence: 15, form: 'and' },
  { symbol: 'or', precedence: 10, form: 'or' },
  { symbol: '||', precedence: 10, form: 'or' },
  { symbol: '|', precedence: 0, form: 'pipe' },
];

/** The operators between two operands, by symbol. */
export const BINARY_OPERATORS: ReadonlyMap<string, BinaryOperator | SpecialOperator> = new Map(
  OPERATORS.map((operator) => [operator.symbol, operator]),
);

/** How tightly the operators in front of one operand bind, and what they mean. */
export const UNARY_OPERATORS: ReadonlyMap<string, { precedence: number; operator: 'not' | '-' | '+' }> =
  new Map([
    ['-', { precedence: 90, operator: '-' }],
    ['+', { precedence: 90, operator: '+' }],
    ['!', { precedence: 50, operator: 'not' }],
    ['not', { precedence: 50, operator: 'not' }],
  ]);
