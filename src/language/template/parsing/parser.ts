import type { TemplateTarget } from '../target.ts';
import { suggestion } from '../unknown-name.ts';
import { ExpressionParser } from './expression-parser.ts';
import type {
  Body,
  FilterNode,
  IfStatement,
  MacroParameter,
  Node,
  Statement,
  Target,
} from './syntax-tree.ts';
import type { Token } from './token.ts';
import { NESTED_TOO_DEEPLY, TokenStream } from './token-stream.ts';

export interface ParserOptions {
  readonly target: TemplateTarget;
  /** Why output tags are refused. */
  readonly outputRefusal?: string;
}

/** A parsed template. */
export interface ParsedTemplate {
  readonly body: Body;
  /** The names of which a tag sets members: `a` of `{% set a.b = … %}`. */
  readonly changed: ReadonlySet<string>;
}

/** Words that mean something at their place and cannot be the names of variables. */
const RESERVED: ReadonlySet<string> = new Set(
  'and or not in is if else elif true false none True False None nil loop'.split(' '),
);

/** Tags that read other files. */
const FILE_TAGS: ReadonlySet<string> = new Set(['include', 'extends', 'import', 'from']);

/**
 * Parses a template.
 *
 * @throws {LocatedError} for anything that is not a template or is beyond the limits
 */
export function parseTemplate(source: string, options: ParserOptions): ParsedTemplate {
  const tokens = new TokenStream(source);
  try {
    return new Parser(tokens, options).parse();
  } catch (error) {
    if (error instanceof RangeError) return tokens.fail(NESTED_TOO_DEEPLY, tokens.current.offset);
    throw error;
  }
}

class Parser {
  readonly #tokens: TokenStream;
  readonly #options: ParserOptions;
  readonly #expressions: ExpressionParser;
  readonly #changed = new Set<string>();
  /** The tags by name; each is called after the name and leaves the end of the tag to its caller. */
  readonly #tags: ReadonlyMap<string, (begin: Token) => Statement>;

  constructor(tokens: TokenStream, options: ParserOptions) {
    this.#tokens = tokens;
    this.#options = options;
    this.#expressions = new ExpressionParser(tokens);
    this.#tags = new Map<string, (begin: Token) => Statement>([
      ['if', (begin) => this.#if(begin)],
      ['for', (begin) => this.#for(begin)],
      ['set', (begin) => this.#set(begin)],
      ['with', (begin) => this.#with(begin)],
      ['block', (begin) => this.#block(begin)],
      ['macro', (begin) => this.#macro(begin)],
      ['filter', (begin) => this.#filter(begin)],
      ['autoescape', (begin) => this.#autoescape(begin)],
    ]);
  }

  parse(): ParsedTemplate {
    const { outputRefusal } = this.#options;
    const output = outputRefusal === undefined ? undefined : this.#tokens.firstOutputTag();
    if (outputRefusal !== undefined && output !== undefined) this.#tokens.fail(outputRefusal, output.offset);
    const body = this.#body();
    if (this.#tokens.current.kind !== 'eof') this.#misplacedTag();
    return { body, changed: this.#changed };
  }

  /** The statements up to a tag that ends or divides one, which is not taken. */
  #body(): Body {
    return this.#tokens.nested(() => {
      const statements: Statement[] = [];
      for (;;) {
        const { kind, text } = this.#tokens.current;
        const name = text === '{%' ? this.#tokens.ahead(1)?.text : undefined;
        if (kind === 'eof' || name === 'else' || name === 'elif') return statements;
        if (name?.startsWith('end') === true) return statements;
        statements.push(this.#tokens.node(this.#statement()));
      }
    });
  }

  #statement(): Statement {
    const begin = this.#tokens.advance();
    if (begin.kind === 'text') return { kind: 'text', offset: begin.offset, text: begin.text };
    if (begin.text === '{{') return this.#output(begin);
    const name = this.#tokens.current;
    const tag = this.#tags.get(name.text);
    if (name.kind !== 'name') this.#tokens.unexpected('the name of a tag');
    if (tag === undefined) return this.#unknownTag(name);
    this.#tokens.advance();
    return tag(begin);
  }

  #output({ offset }: Token): Statement {
    const value = this.#expressions.expression();
    this.#end('}}');
    return { kind: 'output', offset, value };
  }

  #unknownTag({ text, offset }: Token): never {
    if (FILE_TAGS.has(text)) {
      this.#tokens.fail(`{% ${text} %} is not supported: a template must be self-contained`, offset);
    }
    if (text === 'raw') this.#tokens.fail('raw takes no arguments', offset);
    return this.#tokens.fail(
      `ControlStructure '${text}' not found${suggestion(text, [...this.#tags.keys(), 'raw'])}`,
      offset,
    );
  }

  /** A tag that belongs to another one, in a place where that one is not open. */
  #misplacedTag(): never {
    const { text, offset } = this.#tokens.ahead(1) ?? this.#tokens.current;
    return this.#tokens.fail(`unexpected {% ${text} %}: no tag is open that it belongs to`, offset);
  }

  #end(delimiter: '}}' | '%}'): void {
    const { kind } = this.#tokens.current;
    if (kind !== 'end') this.#tokens.unexpected(delimiter);
    this.#tokens.advance();
  }

  /** True when the tag that comes next has that name; takes its beginning and its name then. */
  #takeTag(name: string): boolean {
    if (this.#tokens.current.text !== '{%' || this.#tokens.ahead(1)?.text !== name) return false;
    this.#tokens.advance();
    this.#tokens.advance();
    return true;
  }

  /** The end tag, with or without the name that its tag gave. */
  #close(name: string, begin: Token, label?: string): void {
    if (!this.#takeTag(`end${name}`)) {
      if (this.#tokens.current.kind === 'eof') {
        this.#tokens.fail(`{% ${name} %} is not closed: {% end${name} %} is missing`, begin.offset);
      }
      const { text, offset } = this.#tokens.ahead(1) ?? this.#tokens.current;
      this.#tokens.fail(`unexpected {% ${text} %}, expected {% end${name} %}`, offset);
    }
    if (label !== undefined) this.#tokens.take(label);
    this.#end('%}');
  }

  /** The body of a tag that nothing but its end tag ends. */
  #simpleBody(name: string, begin: Token, label?: string): Body {
    this.#end('%}');
    const body = this.#body();
    this.#close(name, begin, label);
    return body;
  }

  #if(begin: Token): IfStatement {
    const branches = [this.#branch()];
    while (this.#takeTag('elif')) branches.push(this.#branch());
    const otherwise = this.#else();
    this.#close('if', begin);
    return { kind: 'if', offset: begin.offset, branches, otherwise };
  }

  #branch(): { test: Node; body: Body } {
    const test = this.#expressions.expression();
    this.#end('%}');
    return { test, body: this.#body() };
  }

  #else(): Body | undefined {
    if (!this.#takeTag('else')) return undefined;
    this.#end('%}');
    return this.#body();
  }

  #for(begin: Token): Statement {
    const targets = this.#targets();
    this.#tokens.expect('in');
    const iterable = this.#expressions.iterable();
    const test = this.#tokens.take('if') ? this.#expressions.expression() : undefined;
    this.#end('%}');
    const body = this.#body();
    const otherwise = this.#else();
    this.#close('for', begin);
    return { kind: 'for', offset: begin.offset, targets, iterable, test, body, otherwise };
  }

  /** `a`, `a, b` or `(a, b)`. */
  #targets(): Target[] {
    const parenthesised = this.#tokens.take('(');
    const targets = [this.#target()];
    while (this.#tokens.take(',')) targets.push(this.#target());
    if (parenthesised) this.#tokens.expect(')');
    return targets;
  }

  #target(): Target {
    const { kind, text, offset } = this.#tokens.current;
    if (kind !== 'name') this.#tokens.unexpected('a name');
    if (RESERVED.has(text)) this.#tokens.fail(`${text} cannot be the name of a variable`, offset);
    this.#tokens.advance();
    return { name: text, offset };
  }

  #set({ offset }: Token): Statement {
    const begin = this.#tokens.current;
    const targets = this.#targets();
    const [target = { name: '', offset }] = targets;
    if (targets.length === 1 && this.#tokens.at('.')) return this.#setMember(target, offset);
    if (this.#tokens.take('=')) {
      const value = this.#expressions.tuple();
      this.#end('%}');
      return { kind: 'set', offset, targets, value };
    }
    if (targets.length > 1 || this.#tokens.current.kind !== 'end') this.#tokens.unexpected('=');
    return { kind: 'capture', offset, target, body: this.#simpleBody('set', { ...begin, offset }) };
  }

  #setMember(root: Target, offset: number): Statement {
    this.#changed.add(root.name);
    const path: Target[] = [];
    while (this.#tokens.take('.')) {
      const { kind, text, offset: at } = this.#tokens.current;
      if (kind !== 'name') this.#tokens.unexpected('the name of a member');
      this.#tokens.advance();
      path.push({ name: text, offset: at });
    }
    this.#tokens.expect('=');
    const value = this.#expressions.tuple();
    this.#end('%}');
    return { kind: 'set-member', offset, root, path, value };
  }

  #with(begin: Token): Statement {
    const values: { target: Target; value: Node }[] = [];
    while (this.#tokens.current.kind !== 'end') {
      if (values.length > 0) this.#tokens.expect(',');
      const target = this.#target();
      this.#tokens.expect('=');
      values.push({ target, value: this.#expressions.expression() });
    }
    return { kind: 'with', offset: begin.offset, values, body: this.#simpleBody('with', begin) };
  }

  #block(begin: Token): Statement {
    const { name } = this.#target();
    for (const modifier of ['scoped', 'required']) this.#tokens.take(modifier);
    return { kind: 'scope', offset: begin.offset, body: this.#simpleBody('block', begin, name) };
  }

  /** Output tags are escaped whatever it says. */
  #autoescape(begin: Token): Statement {
    if (this.#tokens.current.kind !== 'end') this.#expressions.expression();
    return { kind: 'scope', offset: begin.offset, body: this.#simpleBody('autoescape', begin) };
  }

  #macro(begin: Token): Statement {
    const { name, offset } = this.#target();
    this.#tokens.expect('(');
    const parameters: MacroParameter[] = [];
    const names = new Set<string>();
    while (!this.#tokens.take(')')) {
      const target = this.#target();
      if (names.has(target.name)) {
        this.#tokens.fail(`macro ${name} has two parameters named ${target.name}`, target.offset);
      }
      names.add(target.name);
      const initial = this.#tokens.take('=') ? this.#expressions.expression() : undefined;
      parameters.push({ ...target, initial });
      if (!this.#tokens.at(')')) this.#tokens.expect(',');
    }
    return { kind: 'macro', offset, name, parameters, body: this.#simpleBody('macro', begin, name) };
  }

  #filter(begin: Token): Statement {
    const { target } = this.#options;
    if (target !== 'text') {
      this.#tokens.fail(`{% filter %} is not supported in a ${target.toUpperCase()} template`, begin.offset);
    }
    const filters: Omit<FilterNode, 'operand'>[] = [];
    do filters.push(this.#tokens.node(this.#expressions.filter()));
    while (this.#tokens.take('|'));
    return {
      kind: 'filter-block',
      offset: begin.offset,
      filters,
      body: this.#simpleBody('filter', begin),
    };
  }
}
