import { LocatedError } from '../located-error.ts';
import type { Compiler } from './compiling.ts';
import { isTruthy } from './conversion.ts';
import { escapeFor } from './escaping/escape.ts';
import { compileMember, compileSlice } from './forms/access.ts';
import { compileCall } from './forms/call.ts';
import { compileConditional, compileLogical, compileNot } from './forms/choice.ts';
import { compileFilter, compileTest } from './forms/filter.ts';
import { compileList, compileLiteral, compileObject } from './forms/leaf.ts';
import { compileName } from './forms/name.ts';
import {
  compileArithmetic,
  compileComparison,
  compileConcatenation,
  compileMembership,
  compileUnary,
} from './forms/operator.ts';
import type { Condition, Evaluate, Write } from './frame.ts';
import type { ParsedTemplate } from './parsing/parser.ts';
import type { Body, Node, Statement } from './parsing/syntax-tree.ts';
import { NESTED_TOO_DEEPLY } from './parsing/token-stream.ts';
import type { Fail } from './rendering.ts';
import { FrameLayout, Scope } from './scope.ts';
import { compileCapture, compileFilterBlock } from './tags/capture.ts';
import { compileFor } from './tags/for.ts';
import { compileIf } from './tags/if.ts';
import { compileMacro } from './tags/macro.ts';
import { compileOutput } from './tags/output.ts';
import { sequence } from './tags/sequence.ts';
import { compileSet, compileSetMember, compileWith } from './tags/set.ts';
import type { TemplateTarget } from './target.ts';
import { TemplateError } from './template-error.ts';
import { suggestion } from './unknown-name.ts';

/** Nodes below nodes: each takes a few frames of the stack, when it is compiled and when it is evaluated. */
const DEPTH_LIMIT = 500;

export interface CompilerOptions {
  readonly target: TemplateTarget;
  readonly missing: 'lenient' | 'strict';
  readonly knownMembers?: ReadonlyMap<string, readonly string[]>;
}

/** A compiled template. */
export interface CompiledTemplate {
  readonly write: Write;
  /** Slots that a rendering needs. */
  readonly slots: number;
  /** The top-level names that the template reads, with the members that it is seen to read of each. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Turns a parsed template into closures.
 *
 * @throws {LocatedError} for a name that no data can make valid, or nesting beyond the limit
 */
export function compileParsed(
  { body, changed }: ParsedTemplate,
  source: string,
  options: CompilerOptions,
): CompiledTemplate {
  const compiler = new TemplateCompiler(source, options);
  // A member set in a loop or macro is set for the rest of the rendering.
  for (const name of changed) compiler.scope.declare(name);
  const write = compiler.body(body);
  return { write, slots: compiler.scope.layout.slots, names: compiler.names };
}

class TemplateCompiler implements Compiler {
  readonly #source: string;
  readonly #knownMembers: ReadonlyMap<string, readonly string[]>;
  readonly target: TemplateTarget;
  readonly escapeText: Compiler['escapeText'];
  readonly strict: boolean;
  scope = new Scope(undefined, new FrameLayout());
  readonly names = new Map<string, Set<string>>();
  #depth = 0;

  constructor(source: string, { target, missing, knownMembers }: CompilerOptions) {
    this.#source = source;
    this.#knownMembers = knownMembers ?? new Map();
    this.target = target;
    this.escapeText = escapeFor(target);
    this.strict = missing === 'strict';
  }

  expression(node: Node, rescued = false): Evaluate {
    return this.#nested(node.offset, () => this.#expression(node, rescued));
  }

  condition(node: Node): Condition {
    return this.#nested(node.offset, () => {
      const condition = this.#condition(node);
      if (condition !== undefined) return condition;
      const evaluate = this.#expression(node, false);
      return (frame) => isTruthy(evaluate(frame));
    });
  }

  #nested<T>(offset: number, compile: () => T): T {
    this.#depth += 1;
    if (this.#depth > DEPTH_LIMIT) this.fail(NESTED_TOO_DEEPLY, offset);
    const result = compile();
    this.#depth -= 1;
    return result;
  }

  #expression(node: Node, rescued: boolean): Evaluate {
    switch (node.kind) {
      case 'literal':
        return compileLiteral(node);
      case 'name':
        return compileName(node, this, rescued);
      case 'member':
        return compileMember(node, this, rescued);
      case 'slice':
        return compileSlice(node, this, rescued);
      default: {
        const evaluate = this.#condition(node) ?? this.#operation(node);
        return rescued ? rescuing(evaluate) : evaluate;
      }
    }
  }

  /** The expressions that always give a boolean. */
  #condition(node: Node): Condition | undefined {
    switch (node.kind) {
      case 'not':
        return compileNot(node, this);
      case 'logical':
        return compileLogical(node, this);
      case 'comparison':
        return compileComparison(node, this);
      case 'membership':
        return compileMembership(node, this);
      case 'test':
        return compileTest(node, this);
      default:
        return undefined;
    }
  }

  #operation(node: Node): Evaluate {
    switch (node.kind) {
      case 'list':
        return compileList(node, this);
      case 'object':
        return compileObject(node, this);
      case 'conditional':
        return compileConditional(node, this);
      case 'unary':
        return compileUnary(node, this);
      case 'arithmetic':
        return compileArithmetic(node, this);
      case 'concatenation':
        return compileConcatenation(node, this);
      case 'filter':
        return compileFilter(node, this);
      case 'call':
        return compileCall(node, this);
      default:
        throw new Error(`${node.kind} is compiled elsewhere`);
    }
  }

  body(body: Body): Write {
    for (const statement of body) {
      // A macro may call one that is defined further down.
      if (statement.kind === 'macro') this.scope.declareMacro(statement);
    }
    const parts = body.map((statement) =>
      statement.kind === 'text'
        ? statement.text
        : this.#nested(statement.offset, () => this.#statement(statement)),
    );
    return sequence(parts, this.failureAt(body[0]?.offset ?? 0));
  }

  #statement(statement: Exclude<Statement, { kind: 'text' }>): Write {
    switch (statement.kind) {
      case 'output':
        return compileOutput(statement, this);
      case 'if':
        return compileIf(statement, this);
      case 'for':
        return compileFor(statement, this);
      case 'set':
        return compileSet(statement, this);
      case 'set-member':
        return compileSetMember(statement, this);
      case 'capture':
        return compileCapture(statement, this);
      case 'with':
        return compileWith(statement, this);
      case 'macro':
        return compileMacro(statement, this);
      case 'filter-block':
        return compileFilterBlock(statement, this);
      case 'scope':
        return this.scoped(statement.body);
    }
  }

  within<T>(scope: Scope, compile: () => T): T {
    const outer = this.scope;
    this.scope = scope;
    const result = compile();
    this.scope = outer;
    return result;
  }

  scoped(body: Body): Write {
    const scope = new Scope(this.scope, this.scope.layout);
    const write = this.within(scope, () => this.body(body));
    const { slots } = scope;
    if (slots.length === 0) return write;
    return (frame) => {
      for (const slot of slots) frame.locals[slot] = undefined;
      return write(frame);
    };
  }

  noteName(name: string): void {
    if (!this.names.has(name)) this.names.set(name, new Set());
  }

  noteMember(name: string, member: string, offset: number): void {
    this.names.get(name)?.add(member);
    const known = this.#knownMembers.get(name);
    if (known === undefined || known.includes(member)) return;
    this.fail(
      `unknown ${name} variable "${name}.${member}", known variables are ${known.join(', ')}${suggestion(member, known)}`,
      offset,
    );
  }

  readonly fail = (reason: string, offset: number): never => {
    throw new LocatedError(reason, this.#source, offset);
  };

  failureAt(offset: number): Fail {
    return (reason) => {
      throw new TemplateError(reason, this.#source, offset);
    };
  }

  lookupFailureAt(offset: number): Fail {
    return (reason) => {
      throw new TemplateError(reason, this.#source, offset, true);
    };
  }
}

/** Null in place of a lookup that fails somewhere in the expression; any other failure stays one. */
function rescuing(evaluate: Evaluate): Evaluate {
  return (frame) => {
    try {
      return evaluate(frame);
    } catch (error) {
      if (error instanceof TemplateError && error.lookup) return null;
      throw error;
    }
  };
}
