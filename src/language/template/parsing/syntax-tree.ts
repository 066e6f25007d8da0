import type { FilterDefinition, TestDefinition } from '../definition.ts';

/** Every node has the offset where an error about it points. */
interface Located {
  readonly offset: number;
}

/** A parsed expression. */
export type Node =
  | LiteralNode
  | NameNode
  | ListNode
  | ObjectNode
  | MemberNode
  | SliceNode
  | UnaryNode
  | NotNode
  | ArithmeticNode
  | ComparisonNode
  | MembershipNode
  | LogicalNode
  | ConcatenationNode
  | ConditionalNode
  | FilterNode
  | TestNode
  | CallNode;

export interface LiteralNode extends Located {
  readonly kind: 'literal';
  readonly value: null | boolean | number | bigint | string;
}

export interface NameNode extends Located {
  readonly kind: 'name';
  readonly name: string;
}

/** A list or a tuple. */
export interface ListNode extends Located {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

export interface ObjectNode extends Located {
  readonly kind: 'object';
  readonly entries: readonly { readonly key: Node; readonly value: Node }[];
}

/** `a.b`, `a.0`, `a[i]`. */
export interface MemberNode extends Located {
  readonly kind: 'member';
  readonly object: Node;
  readonly property: Node;
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
  readonly operator: '-' | '+';
  readonly operand: Node;
}

export interface NotNode extends Located {
  readonly kind: 'not';
  readonly operand: Node;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

export interface ArithmeticNode extends Located {
  readonly kind: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly left: Node;
  readonly right: Node;
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export interface ComparisonNode extends Located {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Node;
  readonly right: Node;
}

/** `a in b`, `a not in b`. */
export interface MembershipNode extends Located {
  readonly kind: 'membership';
  readonly negated: boolean;
  readonly left: Node;
  readonly right: Node;
}

/** Two or more operands of `and` or of `or`, flat, so that long lists of alternatives do not nest. */
export interface LogicalNode extends Located {
  readonly kind: 'logical';
  readonly operator: 'and' | 'or';
  readonly operands: readonly Node[];
}

/** Two or more operands of `~`, flat. */
export interface ConcatenationNode extends Located {
  readonly kind: 'concatenation';
  readonly operands: readonly Node[];
}

/** `then if test else otherwise`. */
export interface ConditionalNode extends Located {
  readonly kind: 'conditional';
  readonly test: Node;
  readonly then: Node;
  readonly otherwise: Node | undefined;
}

/** An argument by position, or with `name` by name. */
export interface Argument extends Located {
  readonly name: string | undefined;
  readonly value: Node;
}

export interface FilterNode extends Located {
  readonly kind: 'filter';
  /** As written: an alias stays one. */
  readonly name: string;
  readonly definition: FilterDefinition;
  readonly operand: Node;
  readonly parameters: readonly Argument[];
}

export interface TestNode extends Located {
  readonly kind: 'test';
  readonly name: string;
  readonly definition: TestDefinition;
  readonly negated: boolean;
  readonly operand: Node;
  readonly parameters: readonly Argument[];
}

/** A call of a function, a macro or, when the callee is a member, a method. */
export interface CallNode extends Located {
  readonly kind: 'call';
  readonly callee: Node;
  readonly parameters: readonly Argument[];
}

/** What a template is made of: texts, output tags and block tags. */
export type Statement =
  | TextStatement
  | OutputStatement
  | IfStatement
  | ForStatement
  | SetStatement
  | SetMemberStatement
  | CaptureStatement
  | WithStatement
  | MacroStatement
  | FilterStatement
  | ScopeStatement;

export type Body = readonly Statement[];

export interface TextStatement extends Located {
  readonly kind: 'text';
  readonly text: string;
}

export interface OutputStatement extends Located {
  readonly kind: 'output';
  readonly value: Node;
}

export interface IfStatement extends Located {
  readonly kind: 'if';
  readonly branches: readonly { readonly test: Node; readonly body: Body }[];
  readonly otherwise: Body | undefined;
}

/** A name that a tag gives a value. */
export interface Target extends Located {
  readonly name: string;
}

export interface ForStatement extends Located {
  readonly kind: 'for';
  /** One name takes the elements, several take their parts. */
  readonly targets: readonly Target[];
  readonly iterable: Node;
  readonly test: Node | undefined;
  readonly body: Body;
  readonly otherwise: Body | undefined;
}

/** `{% set a = … %}`, `{% set a, b = … %}`. */
export interface SetStatement extends Located {
  readonly kind: 'set';
  readonly targets: readonly Target[];
  readonly value: Node;
}

/** `{% set a.b = … %}`. */
export interface SetMemberStatement extends Located {
  readonly kind: 'set-member';
  readonly root: Target;
  readonly path: readonly Target[];
  readonly value: Node;
}

/** `{% set a %}…{% endset %}`. */
export interface CaptureStatement extends Located {
  readonly kind: 'capture';
  readonly target: Target;
  readonly body: Body;
}

export interface WithStatement extends Located {
  readonly kind: 'with';
  readonly values: readonly { readonly target: Target; readonly value: Node }[];
  readonly body: Body;
}

export interface MacroParameter extends Target {
  readonly initial: Node | undefined;
}

export interface MacroStatement extends Located {
  readonly kind: 'macro';
  readonly name: string;
  readonly parameters: readonly MacroParameter[];
  readonly body: Body;
}

/** `{% filter … %}`: the filters in order. The operand of the first is the text of the body. */
export interface FilterStatement extends Located {
  readonly kind: 'filter-block';
  readonly filters: readonly Omit<FilterNode, 'operand'>[];
  readonly body: Body;
}

/** `{% block %}` and `{% autoescape %}`: what they set is gone after them. */
export interface ScopeStatement extends Located {
  readonly kind: 'scope';
  readonly body: Body;
}
