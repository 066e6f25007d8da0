import { LocatedError } from '../located-error.ts';
import type { Body, Node, Statement } from './parsing/syntax-tree.ts';

/**
 * Refuses the `json` filter inside the quotes of a JSON string: it writes quotes of its own, so that the author's
 * ones would end the string, and data could go on with members and elements.
 *
 * @throws {LocatedError} at the filter
 */
export function refuseQuotedJson(body: Body, source: string): void {
  walk(body, false, source);
}

/** @returns whether the text after the body stands inside a string, given whether the text before it does */
function walk(body: Body, quoted: boolean, source: string): boolean {
  return body.reduce((inside, statement) => after(statement, inside, source), quoted);
}

function after(statement: Statement, quoted: boolean, source: string): boolean {
  switch (statement.kind) {
    case 'text':
      return endsInside(statement.text, quoted);
    case 'output':
      if (quoted) refuse(statement.value, source);
      return quoted;
    case 'if': {
      const ends = statement.branches.map((branch) => walk(branch.body, quoted, source));
      if (statement.otherwise !== undefined) ends.push(walk(statement.otherwise, quoted, source));
      return ends[0] ?? quoted;
    }
    case 'for': {
      const end = walk(statement.body, quoted, source);
      if (statement.otherwise !== undefined) walk(statement.otherwise, quoted, source);
      return end;
    }
    case 'with':
    case 'scope':
    case 'filter-block':
      return walk(statement.body, quoted, source);
    case 'macro':
    case 'capture':
      // What these print is put somewhere else.
      walk(statement.body, false, source);
      return quoted;
    case 'set':
    case 'set-member':
      return quoted;
  }
}

/** A backslash escapes the next character of a JSON string (RFC 8259, section 7). */
function endsInside(text: string, quoted: boolean): boolean {
  let inside = quoted;
  for (let at = 0; at < text.length; at += 1) {
    if (inside && text[at] === '\\') at += 1;
    else if (text[at] === '"') inside = !inside;
  }
  return inside;
}

function refuse(node: Node, source: string): void {
  if (node.kind === 'conditional') {
    refuse(node.then, source);
    if (node.otherwise !== undefined) refuse(node.otherwise, source);
  } else if (node.kind === 'filter' && node.definition.name === 'json') {
    throw new LocatedError(
      'json writes the quotes of a text itself: remove the quotes around the tag, or the filter',
      source,
      node.offset,
    );
  }
}
