import type { Builtin } from './builtins/builtin.ts';
import type { BinaryOperator } from './operators.ts';

/** A parsed expression. `offset` is where an error about the node points. */
export type Node =
  | LiteralNode
  | NameNode
  | EnvironmentNode
  | ListNode
  | ObjectNode
  | MemberNode
  | ChainNode
  | SliceNode
  | UnaryNode
  | BinaryNode
  | LogicalNode
  | CoalesceNode
  | MatchesNode
  | OrderingNode
  | ConditionalNode
  | CallNode;

interface Located {
  readonly offset: number;
}

export interface LiteralNode extends Located {
  readonly kind: 'literal';
  readonly value: null | boolean | number | bigint | string;
}

/** A top-level name of the environment. */
export interface NameNode extends Located {
  readonly kind: 'name';
  readonly name: string;
}

/** `$env`: the whole environment. */
export interface EnvironmentNode extends Located {
  readonly kind: 'environment';
}

export interface ListNode extends Located {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

export interface ObjectNode extends Located {
  readonly kind: 'object';
  readonly entries: readonly { readonly key: Node; readonly value: Node }[];
}

/** `a.b`, `a[i]`, and with `optional` `a?.b`, `a?.[i]`. */
export interface MemberNode extends Located {
  readonly kind: 'member';
  readonly object: Node;
  readonly property: Node;
  readonly optional: boolean;
}

/** The extent of an optional link: when the link meets null, the whole chain is null. */
export interface ChainNode extends Located {
  readonly kind: 'chain';
  readonly link: Node;
}

/** `a[from:to]`. */
export interface SliceNode extends Located {
  readonly kind: 'slice';
  readonly object: Node;
  readonly from: Node | undefined;
  readonly to: Node | undefined;
}

export interface UnaryNode extends Located {
  readonly kind: 'unary';
  readonly operator: 'not' | '-' | '+';
  readonly operand: Node;
}

export interface BinaryNode extends Located {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Node;
  readonly right: Node;
}

/** Two or more operands of `and` or of `or`, flat, so that long lists of alternatives do not nest. */
export interface LogicalNode extends Located {
  readonly kind: 'logical';
  readonly operator: 'and' | 'or';
  /** As written, for messages: `and` or `&&`. */
  readonly symbol: string;
  readonly operands: readonly Node[];
}

export interface CoalesceNode extends Located {
  readonly kind: 'coalesce';
  readonly left: Node;
  readonly right: Node;
}

/** `text matches pattern`. */
export interface MatchesNode extends Located {
  readonly kind: 'matches';
  readonly left: Node;
  readonly right: Node;
}

/** `a < b <= c`: each operand is evaluated at most once, and nothing after the first comparison that is false. */
export interface OrderingNode extends Located {
  readonly kind: 'ordering';
  readonly first: Node;
  readonly comparisons: readonly {
    readonly operator: BinaryOperator;
    readonly offset: number;
    readonly operand: Node;
  }[];
}

/** `test ? then : otherwise`; without `then` the value of the test itself. */
export interface ConditionalNode extends Located {
  readonly kind: 'conditional';
  readonly test: Node;
  readonly then: Node | undefined;
  readonly otherwise: Node;
}

export interface CallNode extends Located {
  readonly kind: 'call';
  readonly builtin: Builtin;
  readonly parameters: readonly Node[];
}
