import { numberText } from '../../../core/scalar-text.ts';
import type { Compiler } from '../compiling.ts';
import { textOf } from '../conversion.ts';
import type { Evaluate, Frame, Write } from '../frame.ts';
import { writeHint } from '../missing.ts';
import type { OutputStatement } from '../parsing/syntax-tree.ts';
import { EscapedText, type TemplateValue } from '../value.ts';

/** The text of a value, escaped for the target. */
export function compileOutput({ value: node }: Pick<OutputStatement, 'value'>, compiler: Compiler): Write {
  if (node.kind === 'conditional' && node.otherwise === undefined) {
    // The author says that there may be nothing to print, which is no missing value.
    const test = compiler.condition(node.test);
    const write = compileOutput({ value: node.then }, compiler);
    return (frame) => (test(frame) ? write(frame) : '');
  }
  const evaluate = compiler.expression(node);
  const fail = compiler.failureAt(node.offset);
  const { escapeText, strict } = compiler;
  const other = (value: Exclude<TemplateValue, string>, frame: Frame): string => {
    let text: string;
    if (typeof value === 'number') {
      // Digits, a point and a minus stand for themselves in every target.
      text = numberText(value);
    } else if (value instanceof EscapedText) {
      text = value.text();
    } else if (value === null) {
      return strict ? fail(`template value is null and has no default${writeHint(node, 'null')}`) : '';
    } else {
      text = textOf(value, fail);
      if (escapeText !== undefined) text = escapeText(text);
    }
    frame.rendering.takeText(text.length, fail);
    return text;
  };
  if (escapeText === undefined) {
    return (frame) => {
      const value = evaluate(frame);
      if (typeof value !== 'string') return other(value, frame);
      frame.rendering.takeText(value.length, fail);
      return value;
    };
  }
  return escaped(evaluate, escapeText, other, fail);
}

function escaped(
  evaluate: Evaluate,
  escapeText: (text: string) => string,
  other: (value: Exclude<TemplateValue, string>, frame: Frame) => string,
  fail: (reason: string) => never,
): Write {
  return (frame) => {
    const value = evaluate(frame);
    if (typeof value !== 'string') return other(value, frame);
    const text = escapeText(value);
    frame.rendering.takeText(text.length, fail);
    return text;
  };
}
