import type { Compiler } from '../compiling.ts';
import type { Condition, Write } from '../frame.ts';
import type { IfStatement } from '../parsing/syntax-tree.ts';

/** The first branch whose test holds, else the `else`. */
export function compileIf({ branches, otherwise }: IfStatement, compiler: Compiler): Write {
  const tests: Condition[] = [];
  const bodies = branches.map(({ test, body }) => () => {
    tests.push(compiler.condition(test));
    return compiler.body(body);
  });
  const writes = compiler.scope.alternatives(
    otherwise === undefined ? bodies : [...bodies, () => compiler.body(otherwise)],
    otherwise !== undefined,
  );
  const last = writes[tests.length];
  const [test, second] = tests;
  const [then] = writes;
  if (test !== undefined && then !== undefined && second === undefined) {
    return (frame) => (test(frame) ? then(frame) : last === undefined ? '' : last(frame));
  }
  return (frame) => {
    for (let branch = 0; branch < tests.length; branch += 1) {
      if (tests[branch]?.(frame) === true) return writes[branch]?.(frame) ?? '';
    }
    return last === undefined ? '' : last(frame);
  };
}
