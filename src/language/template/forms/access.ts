import { kindOf } from '../../../core/value.ts';
import { readOwn } from '../../path/read-own.ts';
import { codePointLength, codePointOffset } from '../../text/code-points.ts';
import type { Compiler } from '../compiling.ts';
import type { Evaluate, Frame } from '../frame.ts';
import { pathText, writeHint } from '../missing.ts';
import type { MemberNode, Node, SliceNode } from '../parsing/syntax-tree.ts';
import type { Fail } from '../rendering.ts';
import { EscapedText, TemplateObject, type TemplateValue } from '../value.ts';
import { isVariable } from './name.ts';

/** What a lookup that fails does: it gives null, or ends the rendering. */
interface Failures {
  /** The key or index is not there: null in a lenient template. */
  absent(key: string | number): null;
  /** There is nothing to look into. */
  noContainer(key: string | number): null;
  /** What there is has no elements. */
  noElements(container: TemplateValue): null;
}

const NO_FAILURES: Failures = { absent: () => null, noContainer: () => null, noElements: () => null };

/** A member or an element. */
export function compileMember(node: MemberNode, compiler: Compiler, rescued: boolean): Evaluate {
  const { object: objectNode, property } = node;
  const object = compiler.expression(objectNode, rescued);
  const failures = rescued ? NO_FAILURES : failuresOf(node, compiler);
  const fail = compiler.failureAt(node.offset);
  if (property.kind !== 'literal') {
    const key = compiler.expression(property, rescued);
    return (frame) => keyed(object(frame), plainText(key(frame)), rescued, failures, fail);
  }
  if (typeof property.value !== 'string') {
    const index = indexOf(property.value, (reason) => compiler.fail(reason, property.offset));
    return (frame) => elementAt(object(frame), index, failures);
  }
  const key = property.value;
  if (objectNode.kind === 'name' && isVariable(objectNode.name, compiler)) {
    compiler.noteMember(objectNode.name, key, node.offset);
  }
  return (frame) => {
    const container = object(frame);
    const value = memberOf(container, key);
    return value === undefined ? absentMember(container, key, failures) : value;
  };
}

/** A member or an element by a key that is computed. A key that is missing itself finds nothing. */
function keyed(
  container: TemplateValue,
  key: TemplateValue,
  rescued: boolean,
  failures: Failures,
  fail: Fail,
): TemplateValue {
  if (key === null && rescued) return null;
  if (typeof key !== 'string') return elementAt(container, indexOf(key, fail), failures);
  const value = memberOf(container, key);
  return value === undefined ? absentMember(container, key, failures) : value;
}

/** The member of that name, null when it is null; `undefined` for what has no such member. */
export function memberOf(container: TemplateValue, key: string): TemplateValue | undefined {
  if (typeof container !== 'object' || container === null || Array.isArray(container)) return undefined;
  if (container instanceof TemplateObject) return container.member(key);
  return container instanceof Date ? undefined : readOwn(container, key);
}

function absentMember(container: TemplateValue, key: string, failures: Failures): null {
  return container === null ? failures.noContainer(key) : failures.absent(key);
}

function elementAt(container: TemplateValue, index: number, failures: Failures): TemplateValue {
  if (container === null) return failures.noContainer(index);
  const text = plainText(container);
  if (typeof text === 'string') return characterAt(text, index) ?? failures.absent(index);
  const elements = container instanceof TemplateObject ? container.elements() : container;
  if (!Array.isArray(elements)) return failures.noElements(container);
  const element = (elements as readonly TemplateValue[]).at(index);
  return element === undefined ? failures.absent(index) : element;
}

function characterAt(text: string, index: number): string | undefined {
  const position = index < 0 ? codePointLength(text) + index : index;
  if (position < 0) return undefined;
  const start = codePointOffset(text, position);
  const code = text.codePointAt(start);
  return code === undefined ? undefined : String.fromCodePoint(code);
}

/** Escaped text is looked at as text. */
function plainText(value: TemplateValue): TemplateValue {
  return value instanceof EscapedText ? value.text() : value;
}

/** A key that is no text has to be a whole number. */
function indexOf(key: TemplateValue, fail: Fail): number {
  const index = typeof key === 'bigint' ? Number(key) : key;
  if (typeof index === 'number' && Number.isInteger(index)) return index;
  if (typeof index === 'number') return fail('an index must be a whole number (use | int)');
  return fail(`a key must be a text or a whole number, not ${kindOf(key)}`);
}

function failuresOf(node: MemberNode, compiler: Compiler): Failures {
  const fail = compiler.lookupFailureAt(node.offset);
  return {
    absent: compiler.strict
      ? (key) => fail(absence(key) + placeText(node.object) + writeHint(node, 'missing'))
      : () => null,
    noContainer: (key) => fail(noContainer(node, String(key))),
    noElements: (container) => fail(noElements(node.object, container)),
  };
}

function absence(key: string | number): string {
  return typeof key === 'string' ? `attribute '${key}' not found` : `item ${key} not found`;
}

function placeText(node: Node): string {
  const path = pathText(node);
  return path === undefined ? '' : ` in ${path}`;
}

/** The published beginning, and what it does not say: which segment is missing. */
function noContainer(node: MemberNode | SliceNode, key: string): string {
  const parent = pathText(node.object) ?? 'the value';
  return `Can't use Getitem on None: ${parent} is missing or null and has no ${key}${writeHint(node, 'missing')}`;
}

function noElements(node: Node, container: TemplateValue): string {
  const path = pathText(node);
  return `Can't access an index on type ${kindOf(container)}${path === undefined ? '' : `: ${path} is no list`}`;
}

/**
 * A part of a list or a text. Bounds beyond its ends mean its ends, null does too, negative ones count from the
 * end.
 */
export function compileSlice(node: SliceNode, compiler: Compiler, rescued: boolean): Evaluate {
  const object = compiler.expression(node.object, rescued);
  const from = compileBound(node.from, 0, compiler, rescued);
  const to = compileBound(node.to, Number.POSITIVE_INFINITY, compiler, rescued);
  const fail = compiler.failureAt(node.offset);
  const lookupFail = compiler.lookupFailureAt(node.offset);
  return (frame) => {
    const container = object(frame);
    const start = from(frame);
    const end = to(frame);
    const text = plainText(container);
    if (typeof text === 'string') return sliceOfText(text, start, end);
    const elements = container instanceof TemplateObject ? container.elements() : container;
    if (Array.isArray(elements)) {
      const part: TemplateValue[] = elements.slice(start, end);
      frame.rendering.takeElements(part.length, fail);
      return part;
    }
    if (rescued) return null;
    if (container === null) return lookupFail(noContainer(node, 'part'));
    return lookupFail(noElements(node.object, container));
  };
}

function compileBound(
  node: Node | undefined,
  open: number,
  compiler: Compiler,
  rescued: boolean,
): (frame: Frame) => number {
  if (node === undefined) return () => open;
  if (node.kind === 'literal' && node.value !== null) {
    const bound = indexOf(node.value, (reason) => compiler.fail(reason, node.offset));
    return () => bound;
  }
  const evaluate = compiler.expression(node, rescued);
  const fail = compiler.failureAt(node.offset);
  return (frame) => {
    const bound = evaluate(frame);
    return bound === null ? open : indexOf(bound, fail);
  };
}

function sliceOfText(text: string, start: number, end: number): string {
  const length = start < 0 || end < 0 ? codePointLength(text) : 0;
  const from = codePointOffset(text, start < 0 ? Math.max(0, length + start) : start);
  const to = codePointOffset(text, end < 0 ? Math.max(0, length + end) : end);
  return text.slice(from, to);
}
