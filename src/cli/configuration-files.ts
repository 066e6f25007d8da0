import { existsSync, globSync } from 'node:fs';

const PATTERN = /[*?[\]{}]/;

/**
 * The files that operands name: a pattern stands for the files that match it, in order, and a name for itself. A
 * pattern that nothing matches is taken as a name, so that its absence is reported.
 */
export function configurationFiles(operands: readonly string[]): string[] {
  const files = operands.flatMap((operand) => {
    if (!PATTERN.test(operand) || existsSync(operand)) return [operand];
    const matches = globSync(operand).sort();
    return matches.length > 0 ? matches : [operand];
  });
  return [...new Set(files)];
}
