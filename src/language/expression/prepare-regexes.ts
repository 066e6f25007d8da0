import { errorText } from '../../core/errors.ts';
import { LocatedError } from '../located-error.ts';
import {
  compileLinearRegex,
  type LinearRegex,
  loadRegexEngine,
  type RegexCompiler,
  RegexSyntaxError,
} from '../regex/linear-regex.ts';
import type { Node } from './syntax-tree.ts';
import { visit } from './visit.ts';

/**
 * Compiles the literal patterns of `matches` beforehand; loads the engine when a pattern is computed.
 *
 * @throws {LocatedError} for a literal that is no pattern
 */
export async function prepareRegexes(tree: Node, source: string): Promise<RegexCompiler> {
  const literals = new Map<string, LinearRegex>();
  let engine: RegexCompiler | undefined;
  for (const node of visit(tree)) {
    if (node.kind !== 'matches') continue;
    const { right } = node;
    if (right.kind === 'literal' && typeof right.value === 'string') {
      literals.set(right.value, await compilePattern(right.value, source, right.offset));
    } else {
      engine ??= await loadRegexEngine();
    }
  }
  return (pattern) => {
    const regex = literals.get(pattern) ?? engine?.(pattern);
    if (regex === undefined)
      throw new Error('a pattern that is no literal needs the regular-expression engine');
    return regex;
  };
}

async function compilePattern(pattern: string, source: string, offset: number): Promise<LinearRegex> {
  try {
    return await compileLinearRegex(pattern);
  } catch (error) {
    if (error instanceof RegexSyntaxError) throw new LocatedError(errorText(error), source, offset);
    throw error;
  }
}
