import { boundValue } from '../call-site.ts';
import type { Compiler } from '../compiling.ts';
import { bindMacro } from '../forms/arguments.ts';
import { type Evaluate, Frame, type Write } from '../frame.ts';
import type { MacroStatement } from '../parsing/syntax-tree.ts';
import type { Fail } from '../rendering.ts';
import { FrameLayout, Scope } from '../scope.ts';
import { TemplateCallable, type TemplateMapping, type TemplateValue } from '../value.ts';
import { captured } from './capture.ts';

/** Calls of one macro inside each other. The stack holds a few times as many of a simple one. */
const DEPTH_LIMIT = 200;

/** A macro at compile time. */
interface Definition {
  readonly name: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly slot: number;
    readonly initial: Evaluate;
  }[];
  readonly body: Write;
  readonly layout: FrameLayout;
  readonly result: (text: string) => TemplateValue;
}

/** Defines the macro, which sees the names that are set where it stands. */
export function compileMacro(statement: MacroStatement, compiler: Compiler): Write {
  const { name } = statement;
  const { slot } = compiler.scope.assign(name);
  const layout = new FrameLayout();
  const definition = compiler.within(new Scope(compiler.scope, layout), (): Definition => {
    const parameters = statement.parameters.map(({ name: parameter, initial }) => ({
      initial: initial === undefined ? () => null : compiler.expression(initial),
      name: parameter,
      slot: compiler.scope.assign(parameter).slot,
    }));
    return { name, parameters, body: compiler.body(statement.body), layout, result: captured(compiler) };
  });
  return (frame) => {
    frame.locals[slot] = new Macro(definition, frame);
    return '';
  };
}

/** A macro in one rendering. */
class Macro extends TemplateCallable {
  readonly #definition: Definition;
  readonly #outer: Frame;
  #depth = 0;

  constructor(definition: Definition, outer: Frame) {
    super();
    this.#definition = definition;
    this.#outer = outer;
  }

  override call(positional: readonly TemplateValue[], named: TemplateMapping, fail: Fail): TemplateValue {
    const { name, parameters, body, layout, result } = this.#definition;
    const { variables, rendering } = this.#outer;
    rendering.takeSteps(1, fail);
    if (this.#depth === DEPTH_LIMIT) return fail('recursion depth exceeded');
    const names = parameters.map((parameter) => parameter.name);
    const bindings = bindMacro(name, names, { positional, named: Object.entries(named) }, (reason) =>
      fail(reason),
    );
    const frame = new Frame(variables, rendering, layout.slots, this.#outer);
    this.#depth += 1;
    try {
      for (const [position, { slot, initial }] of parameters.entries()) {
        const binding = bindings[position];
        frame.locals[slot] =
          binding?.kind === 'given' ? boundValue(binding, (value) => value) : initial(frame);
      }
      return result(body(frame));
    } finally {
      this.#depth -= 1;
    }
  }

  override text(): string {
    return `macro ${this.#definition.name}`;
  }
}
