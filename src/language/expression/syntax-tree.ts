import type { Builtin } from './builtins/builtin.ts';
import type { Method } from './methods/method.ts';
import type { BinaryOperator } from './operators.ts';

/** A parsed expression. `offset` is where an error about the node points. */
export type Node =
  | LiteralNode
  | NameNode
  | LocalNode
  | EnvironmentNode
  | ListNode
  | ObjectNode
  | MemberNode
  | MethodNode
  | ChainNode
  | SliceNode
  | UnaryNode
  | BinaryNode
  | LogicalNode
  | CoalesceNode
  | MatchesNode
  | OrderingNode
  | ConditionalNode
  | CallNode
  | LetNode
  | SequenceNode;

interface Located {
  readonly offset: number;
}

export interface LiteralNode extends Located {
  readonly kind: 'literal';
  readonly value: null | boolean | number | bigint | string;
  /** A number written with a point or an exponent: it is no integer to the type check even when it is whole. */
  readonly isFloat: boolean;
}

/** A top-level name of the environment. */
export interface NameNode extends Located {
  readonly kind: 'name';
  readonly name: string;
}

/** A `let` name or a pointer of a predicate: what is at that slot of the locals. */
export interface LocalNode extends Located {
  readonly kind: 'local';
  readonly slot: number;
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

/** `a.name(…)`, and with `optional` `a?.name(…)`. */
export interface MethodNode extends Located {
  readonly kind: 'method';
  readonly object: Node;
  readonly name: string;
  /** The methods of that name; which one it is follows from the object. */
  readonly methods: readonly Method[];
  readonly parameters: readonly Node[];
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

/** The expression that a function evaluates once per element, and the slots of the pointers it uses. */
export interface PredicateBody extends Located {
  readonly body: Node;
  readonly pointers: Pointers;
}

/** The slots at which a predicate finds what it points to; absent for what it does not use. */
export interface Pointers {
  readonly element?: number;
  readonly index?: number;
  readonly acc?: number;
}

export interface CallNode extends Located {
  readonly kind: 'call';
  readonly builtin: Builtin;
  /** The arguments as written, without the predicate. */
  readonly parameters: readonly Node[];
  readonly predicate: PredicateBody | undefined;
}

/** `let name = value`: the rest of the sequence finds the value at the slot. */
export interface LetNode extends Located {
  readonly kind: 'let';
  readonly slot: number;
  readonly value: Node;
}

/** Two or more parts, evaluated in order; the value is that of the last one. */
export interface SequenceNode extends Located {
  readonly kind: 'sequence';
  readonly parts: readonly Node[];
}
