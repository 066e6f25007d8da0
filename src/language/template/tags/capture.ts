import type { Compiler } from '../compiling.ts';
import { textOf } from '../conversion.ts';
import { applyFilter } from '../forms/filter.ts';
import type { Evaluate, Write } from '../frame.ts';
import type { CaptureStatement, FilterStatement } from '../parsing/syntax-tree.ts';
import { EscapedText, type TemplateValue } from '../value.ts';

/** What a body has printed as a value: it is not escaped a second time. */
export function captured({ escapeText }: Compiler): (text: string) => TemplateValue {
  return escapeText === undefined ? (text) => text : (text) => new EscapedText(text);
}

/** The name becomes what the body prints. */
export function compileCapture({ target, body }: CaptureStatement, compiler: Compiler): Write {
  const write = compiler.scoped(body);
  const local = compiler.scope.assign(target.name);
  local.macro = undefined;
  const { slot } = local;
  const value = captured(compiler);
  return (frame) => {
    frame.locals[slot] = value(write(frame));
    return '';
  };
}

/** Prints what filters make of the text of the body. The target is text: nothing is escaped. */
export function compileFilterBlock({ filters, body, offset }: FilterStatement, compiler: Compiler): Write {
  let evaluate: Evaluate = compiler.scoped(body);
  for (const filter of filters) evaluate = applyFilter(filter, evaluate, compiler);
  const fail = compiler.failureAt(offset);
  return (frame) => {
    const text = textOf(evaluate(frame), fail);
    frame.rendering.takeText(text.length, fail);
    return text;
  };
}
