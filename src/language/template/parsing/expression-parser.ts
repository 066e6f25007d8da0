import { FILTERS } from '../filters/registry.ts';
import { TESTS } from '../tests/registry.ts';
import { unknownFilter, unknownTest } from '../unknown-name.ts';
import type {
  Argument,
  ArithmeticOperator,
  ComparisonOperator,
  FilterNode,
  ListNode,
  LiteralNode,
  Node,
} from './syntax-tree.ts';
import type { Token } from './token.ts';
import type { TokenStream } from './token-stream.ts';

const LITERAL_NAMES: ReadonlyMap<string, null | boolean> = new Map<string, null | boolean>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['nil', null],
  ['none', null],
  ['None', null],
]);

/** Words that end an expression or stand between its parts; a member may have such a name, a variable may not. */
const RESERVED: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'is', 'if', 'else', 'elif']);

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** Operators on two operands that go from left to right, from the loosest to the tightest; `~` stands after `+`. */
const MULTIPLICATIONS: ReadonlySet<string> = new Set(['*', '/', '//', '%']);

/** Parses the expressions inside tags. */
export class ExpressionParser {
  readonly #tokens: TokenStream;

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
  }

  /** A full expression: operators and the inline `if`. */
  expression(): Node {
    return this.#tokens.nested(() => {
      const then = this.alternative();
      if (!this.#tokens.at('if')) return then;
      const { offset } = this.#tokens.advance();
      const test = this.alternative();
      const otherwise = this.#tokens.take('else') ? this.expression() : undefined;
      return this.#tokens.node({ kind: 'conditional', offset, test, then, otherwise });
    });
  }

  /** An expression, or several with commas between them, which are a tuple. */
  tuple(): Node {
    const { offset } = this.#tokens.current;
    return this.#tupleOf(() => this.expression(), offset);
  }

  /** What a `for` goes through: like `tuple`, but an `if` after it filters. */
  iterable(): Node {
    const { offset } = this.#tokens.current;
    return this.#tupleOf(() => this.alternative(), offset);
  }

  #tupleOf(item: () => Node, offset: number): Node {
    const first = item();
    if (!this.#tokens.at(',')) return first;
    const items = [first];
    while (this.#tokens.take(',')) {
      if (this.#tokens.current.kind === 'end') break;
      items.push(item());
    }
    return this.#tokens.node<ListNode>({ kind: 'list', offset, items });
  }

  /** An expression without inline `if`. */
  alternative(): Node {
    return this.#logical('or', () => this.#logical('and', () => this.#negation()));
  }

  #logical(operator: 'and' | 'or', operand: () => Node): Node {
    const first = operand();
    if (!this.#tokens.at(operator)) return first;
    const { offset } = this.#tokens.current;
    const operands = [first];
    while (this.#tokens.take(operator)) operands.push(operand());
    return this.#tokens.node({ kind: 'logical', offset, operator, operands });
  }

  #negation(): Node {
    if (!this.#tokens.at('not')) return this.#comparison();
    const { offset } = this.#tokens.advance();
    const operand = this.#tokens.nested(() => this.#negation());
    return this.#tokens.node({ kind: 'not', offset, operand });
  }

  #comparison(): Node {
    let left = this.#tested();
    for (;;) {
      const { kind, text, offset } = this.#tokens.current;
      if (kind !== 'operator' || !COMPARISONS.has(text)) return left;
      this.#tokens.advance();
      const operator = text as ComparisonOperator;
      left = this.#tokens.node({ kind: 'comparison', offset, operator, left, right: this.#tested() });
    }
  }

  /** `is` and `in` and what is before them. */
  #tested(): Node {
    let left = this.#sum();
    for (;;) {
      const { offset } = this.#tokens.current;
      const negated = this.#tokens.at('not') && this.#tokens.ahead(1)?.text === 'in';
      if (negated) this.#tokens.advance();
      if (this.#tokens.take('in')) {
        left = this.#tokens.node({ kind: 'membership', offset, negated, left, right: this.#sum() });
      } else if (this.#tokens.take('is')) {
        left = this.#test(left);
      } else {
        return left;
      }
    }
  }

  #test(operand: Node): Node {
    const negated = this.#tokens.take('not');
    const token = this.#tokens.current;
    const { text: name, offset } = token;
    const definition = TESTS.get(name);
    if (token.kind !== 'name' && definition === undefined) this.#tokens.unexpected('the name of a test');
    if (definition === undefined) return this.#tokens.fail(unknownTest(name), offset);
    this.#tokens.advance();
    const parameters = this.#tokens.at('(') ? this.#parameters() : this.#bareParameter();
    return this.#tokens.node({ kind: 'test', offset, name, definition, negated, operand, parameters });
  }

  /** The one argument of a test may stand without parentheses: `is divisibleby 3`. */
  #bareParameter(): Argument[] {
    const { kind, text, offset } = this.#tokens.current;
    const starts =
      kind === 'number' ||
      kind === 'string' ||
      (kind === 'name' && !RESERVED.has(text)) ||
      (kind === 'operator' && (text === '[' || text === '{'));
    return starts ? [{ name: undefined, offset, value: this.#postfix(this.#primary()) }] : [];
  }

  #sum(): Node {
    return this.#leftAssociative(
      (text) => text === '+' || text === '-',
      () => this.#concatenation(),
    );
  }

  #concatenation(): Node {
    const first = this.#product();
    if (!this.#tokens.at('~')) return first;
    const { offset } = this.#tokens.current;
    const operands = [first];
    while (this.#tokens.take('~')) operands.push(this.#product());
    return this.#tokens.node({ kind: 'concatenation', offset, operands });
  }

  #product(): Node {
    return this.#leftAssociative(
      (text) => MULTIPLICATIONS.has(text),
      () => this.#power(),
    );
  }

  #power(): Node {
    return this.#leftAssociative(
      (text) => text === '**',
      () => this.#unary(),
    );
  }

  #leftAssociative(isOperator: (text: string) => boolean, operand: () => Node): Node {
    let left = operand();
    for (;;) {
      const { kind, text, offset } = this.#tokens.current;
      if (kind !== 'operator' || !isOperator(text)) return left;
      this.#tokens.advance();
      const operator = text as ArithmeticOperator;
      left = this.#tokens.node({ kind: 'arithmetic', offset, operator, left, right: operand() });
    }
  }

  #unary(): Node {
    const { kind, text, offset } = this.#tokens.current;
    if (kind !== 'operator' || (text !== '-' && text !== '+')) return this.#filtered();
    this.#tokens.advance();
    const operand = this.#tokens.nested(() => this.#unary());
    return this.#tokens.node({ kind: 'unary', offset, operator: text, operand });
  }

  #filtered(): Node {
    let operand = this.#postfix(this.#primary());
    while (this.#tokens.take('|')) operand = this.#tokens.node({ ...this.filter(), operand });
    return operand;
  }

  /** The name and the arguments of a filter. */
  filter(): Omit<FilterNode, 'operand'> {
    const { kind, text: name, offset } = this.#tokens.current;
    if (kind !== 'name') {
      this.#tokens.unexpected(`the name of a filter${this.#tokens.at('|') ? ' (|| is written or)' : ''}`);
    }
    const definition = FILTERS.get(name);
    if (definition === undefined) return this.#tokens.fail(unknownFilter(name), offset);
    this.#tokens.advance();
    const parameters = this.#tokens.at('(') ? this.#parameters() : [];
    return { kind: 'filter', offset, name, definition, parameters };
  }

  #primary(): Node {
    const token = this.#tokens.current;
    const { kind, text, offset } = token;
    if (kind === 'number' || kind === 'string') {
      this.#tokens.advance();
      return this.#literal(offset, token.value ?? null);
    }
    if (kind === 'name' && !RESERVED.has(text)) {
      this.#tokens.advance();
      const literal = LITERAL_NAMES.get(text);
      if (literal !== undefined) return this.#literal(offset, literal);
      return this.#tokens.node({ kind: 'name', offset, name: text });
    }
    if (this.#tokens.take('(')) return this.#parenthesised(offset);
    if (this.#tokens.take('[')) {
      return this.#tokens.node<ListNode>({ kind: 'list', offset, items: this.#items(']') });
    }
    if (this.#tokens.take('{')) return this.#object(offset);
    return this.#tokens.unexpected('a value');
  }

  #literal(offset: number, value: LiteralNode['value']): Node {
    return this.#tokens.node<LiteralNode>({ kind: 'literal', offset, value });
  }

  /** An expression in parentheses, or a tuple: `()`, `(a,)`, `(a, b)`. */
  #parenthesised(offset: number): Node {
    if (this.#tokens.take(')')) return this.#tokens.node<ListNode>({ kind: 'list', offset, items: [] });
    const first = this.expression();
    if (this.#tokens.take(')')) return first;
    if (!this.#tokens.take(',')) this.#tokens.unexpected(')');
    return this.#tokens.node<ListNode>({ kind: 'list', offset, items: [first, ...this.#items(')')] });
  }

  /** The items up to the closing bracket, which is taken too. A comma may stand after the last one. */
  #items(close: ')' | ']'): Node[] {
    const items: Node[] = [];
    while (!this.#tokens.take(close)) {
      items.push(this.expression());
      if (!this.#tokens.at(close)) this.#comma(close);
    }
    return items;
  }

  #comma(close: string): void {
    if (!this.#tokens.take(',')) this.#tokens.unexpected(`, or ${close}`);
  }

  #object(offset: number): Node {
    const entries: { key: Node; value: Node }[] = [];
    while (!this.#tokens.take('}')) {
      const key = this.expression();
      this.#tokens.expect(':');
      entries.push({ key, value: this.expression() });
      if (!this.#tokens.at('}')) this.#comma('}');
    }
    return this.#tokens.node({ kind: 'object', offset, entries });
  }

  /** Member accesses, slices and calls after an operand. */
  #postfix(operand: Node): Node {
    let node = operand;
    for (;;) {
      const token = this.#tokens.current;
      if (this.#tokens.take('.')) {
        node = this.#tokens.node({ kind: 'member', ...this.#dotted(), object: node });
      } else if (this.#tokens.take('[')) {
        node = this.#bracket(node, token);
      } else if (this.#tokens.at('(')) {
        const { offset } = node;
        node = this.#tokens.node({ kind: 'call', offset, callee: node, parameters: this.#parameters() });
      } else {
        return node;
      }
    }
  }

  #dotted(): { offset: number; property: Node } {
    const { kind, offset, text, value } = this.#tokens.current;
    if (kind !== 'name' && kind !== 'number') this.#tokens.unexpected('the name of a member');
    this.#tokens.advance();
    return { offset, property: this.#literal(offset, kind === 'number' ? (value ?? null) : text) };
  }

  #bracket(object: Node, { offset }: Token): Node {
    const from = this.#tokens.at(':') ? undefined : this.expression();
    if (this.#tokens.take(':')) {
      const to = this.#tokens.at(']') ? undefined : this.expression();
      this.#tokens.expect(']');
      return this.#tokens.node({ kind: 'slice', offset, object, from, to });
    }
    this.#tokens.expect(']');
    if (from === undefined) return this.#tokens.unexpected('a key');
    return this.#tokens.node({ kind: 'member', offset, object, property: from });
  }

  /** The arguments of a call, with their parentheses. */
  #parameters(): Argument[] {
    this.#tokens.expect('(');
    const parameters: Argument[] = [];
    while (!this.#tokens.take(')')) {
      const { kind, text, offset } = this.#tokens.current;
      const isNamed = kind === 'name' && this.#tokens.ahead(1)?.text === '=';
      if (isNamed) {
        this.#tokens.advance();
        this.#tokens.advance();
      } else if (parameters.at(-1)?.name !== undefined) {
        this.#tokens.fail('an argument by position cannot follow one by name', offset);
      }
      parameters.push({ name: isNamed ? text : undefined, offset, value: this.expression() });
      if (!this.#tokens.at(')')) this.#comma(')');
    }
    return parameters;
  }
}
