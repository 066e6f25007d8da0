/** Names people reach for, by what they are called here. Lower case, without `_` and `-`. */
const SYNONYMS: ReadonlyMap<string, readonly string[]> = new Map([
  ['ontrue', ['then']],
  ['onfalse', ['else']],
  ['if', ['expression', 'condition']],
  ['expr', ['expression']],
  ['url', ['endpoint']],
  ['uri', ['endpoint']],
  ['params', ['queryParams', 'parameters']],
  ['sql', ['query', 'database']],
  ['dsn', ['connectionString']],
  ['http', ['httpPolling', 'httpRequest']],
  ['rest', ['httpPolling', 'httpRequest']],
  ['postgres', ['database']],
  ['mysql', ['database']],
  ['sqlite', ['database']],
  ['source', ['input']],
  ['steps', ['filters']],
  ['transforms', ['filters']],
  ['destination', ['output']],
  ['field', ['target']],
]);

/**
 * The name the author most likely meant: the same in another spelling, a known synonym, or the nearest by edit
 * distance, at most a third of the longer name. `undefined` when nothing is close.
 */
export function closestName(name: string, candidates: readonly string[]): string | undefined {
  const plain = normalized(name);
  const same = candidates.find((candidate) => normalized(candidate) === plain);
  if (same !== undefined) return same;
  const synonym = SYNONYMS.get(plain)?.find((meant) => candidates.includes(meant));
  if (synonym !== undefined) return synonym;
  let closest: string | undefined;
  let closestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const other = normalized(candidate);
    const limit = Math.floor(Math.max(plain.length, other.length) / 3);
    if (Math.abs(plain.length - other.length) > limit) continue;
    const distance = editDistance(plain, other);
    if (distance <= limit && distance < closestDistance) {
      closest = candidate;
      closestDistance = distance;
    }
  }
  return closest;
}

function normalized(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, '');
}

/** Optimal string alignment distance: insertions, deletions, substitutions, swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = at(previous, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let best = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, substitution);
      if (a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, at(beforePrevious, column - 2) + 1);
      }
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
