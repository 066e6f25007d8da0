import type { DataObject } from '../../core/record.ts';
import { LocatedError } from '../located-error.ts';
import { rangeErrorReason } from './call-site.ts';
import { compileParsed } from './compiler.ts';
import type { Template, TemplateOptions } from './contract.ts';
import { Frame } from './frame.ts';
import { parseTemplate } from './parsing/parser.ts';
import { NESTED_TOO_DEEPLY } from './parsing/token-stream.ts';
import { refuseQuotedJson } from './quoted-json.ts';
import { Rendering } from './rendering.ts';
import { TemplateError } from './template-error.ts';

const NO_MEMBERS: ReadonlySet<string> = new Set();

/**
 * Compiles a template that has tags.
 *
 * @throws {LocatedError} for a mistake that is visible without data
 */
export function compileTagged(source: string, options: TemplateOptions): Template {
  const parsed = parseTemplate(source, options);
  if (options.target === 'json') withinStack(source, () => refuseQuotedJson(parsed.body, source));
  const { write, slots, names } = withinStack(source, () => compileParsed(parsed, source, options));
  return {
    source,
    constant: parsed.body.every(({ kind }) => kind === 'text'),
    names: new Set(names.keys()),
    members: (name) => names.get(name) ?? NO_MEMBERS,
    render: (variables: DataObject) => {
      try {
        return write(new Frame(variables, new Rendering(), slots));
      } catch (error) {
        if (error instanceof RangeError) throw new TemplateError(rangeErrorReason(error), source, 0);
        throw error;
      }
    },
  };
}

function withinStack<T>(source: string, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (error instanceof RangeError) throw new LocatedError(NESTED_TOO_DEEPLY, source, 0);
    throw error;
  }
}
