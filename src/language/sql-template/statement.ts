import { BoundedCache } from '../../core/bounded-cache.ts';
import type { Value } from '../../core/record.ts';
import { kindOf } from '../../core/value.ts';
import { MOST_ARGUMENTS, type SqlDialect } from './dialect.ts';
import type { SqlToken } from './scan-sql.ts';
import { SqlTemplateError } from './sql-template-error.ts';

/** Texts of one statement that are kept, one per combination of list lengths. */
const MOST_TEXTS = 64;

/** A statement as the driver gets it. */
export interface BoundSql {
  /** Driver text: `?` for MySQL and SQLite, `$1`, `$2`… in order of first appearance for PostgreSQL. */
  readonly text: string;
  /** As many as the text has placeholders, in bound order. */
  readonly values: readonly Value[];
  /** For each value the 0-based position of its parameter. */
  readonly positions: readonly number[];
}

/** Gives the value of the parameter at a 0-based position. */
export type ReadParameter = (position: number) => Value;

/** One author-written text, cut at its placeholders. */
interface Parts {
  /** Text in front of each placeholder and after the last one. */
  readonly texts: readonly string[];
  readonly placeholders: readonly { readonly position: number; readonly expands: boolean }[];
}

/** A query text whose placeholders are ready to be bound. */
export class Statement {
  readonly #parts: Parts;
  readonly #dialect: SqlDialect;
  /** The one text there is when no placeholder expands. */
  readonly #fixed: DriverText | undefined;
  readonly #texts = new BoundedCache<DriverText>({ capacity: MOST_TEXTS });

  constructor(text: string, tokens: readonly SqlToken[], dialect: SqlDialect) {
    this.#parts = partsOf(text, tokens);
    this.#dialect = dialect;
    const { placeholders } = this.#parts;
    if (!placeholders.some(({ expands }) => expands)) {
      const once = placeholders.map(() => undefined);
      this.#fixed = driverText(this.#parts, once, dialect);
    }
  }

  /**
   * The statement for one execution. Each parameter is read at most once.
   *
   * @throws {SqlTemplateError} when `$n...` is given a value that is no list, or lists are too long
   */
  bind(read: ReadParameter): BoundSql {
    return this.#fixed === undefined ? this.#bindLists(read) : bindFixed(this.#fixed, read);
  }

  #bindLists(read: ReadParameter): BoundSql {
    const { placeholders } = this.#parts;
    const known = new Map<number, Value>();
    const lengths: (number | undefined)[] = [];
    for (const { position, expands } of placeholders) {
      let value = known.get(position);
      if (value === undefined) {
        value = read(position);
        known.set(position, value);
      }
      lengths.push(expands ? listOf(value, position).length : undefined);
    }
    this.#checkCount(lengths);
    const { text, positions, elements } = this.#texts.get(lengths.join(), () =>
      driverText(this.#parts, lengths, this.#dialect),
    );
    const values = positions.map((position, index) => {
      const value = known.get(position) ?? null;
      const element = elements[index];
      return element === undefined ? value : (listOf(value, position)[element] ?? null);
    });
    return { text, values, positions };
  }

  /** Before anything is made of lists that are too long. */
  #checkCount(lengths: readonly (number | undefined)[]): void {
    const counted = new Set<string>();
    let total = 0;
    for (const [index, { position, expands }] of this.#parts.placeholders.entries()) {
      const key = `${position} ${expands}`;
      if (this.#dialect === 'postgres' && counted.has(key)) continue;
      counted.add(key);
      total += lengths[index] ?? 1;
    }
    const most = MOST_ARGUMENTS[this.#dialect];
    if (total <= most) return;
    throw new SqlTemplateError(
      `the statement would have ${total} values, more than the ${most} of ${this.#dialect}`,
    );
  }
}

/** What the driver is given, and what each of its arguments is. */
interface DriverText {
  readonly text: string;
  /** Positions of the parameters. */
  readonly positions: readonly number[];
  /** Which element of the parameter's list; undefined for the value itself. */
  readonly elements: readonly (number | undefined)[];
  /** The argument that has the same value already, if one stands in front of it. */
  readonly earlier: readonly (number | undefined)[];
}

function bindFixed({ text, positions, earlier }: DriverText, read: ReadParameter): BoundSql {
  const values = new Array<Value>(positions.length);
  for (let index = 0; index < positions.length; index += 1) {
    const same = earlier[index];
    values[index] = (same === undefined ? read(positions[index] ?? 0) : values[same]) ?? null;
  }
  return { text, values, positions };
}

/** @param lengths for each placeholder how many elements it stands for; undefined for one value as it is */
function driverText(
  { texts, placeholders }: Parts,
  lengths: readonly (number | undefined)[],
  dialect: SqlDialect,
): DriverText {
  const positions: number[] = [];
  const elements: (number | undefined)[] = [];
  const earlier: (number | undefined)[] = [];
  const first = new Map<string, number>();
  const argument = (position: number, element: number | undefined): string => {
    const key = `${position} ${element}`;
    const same = first.get(key);
    if (same !== undefined && dialect === 'postgres') return `$${same + 1}`;
    const index = positions.push(position) - 1;
    elements.push(element);
    earlier.push(same);
    if (same === undefined) first.set(key, index);
    return dialect === 'postgres' ? `$${index + 1}` : '?';
  };
  let text = texts[0] ?? '';
  for (const [index, { position }] of placeholders.entries()) {
    const length = lengths[index];
    if (length === undefined) text += argument(position, undefined);
    else if (length === 0) text += 'NULL';
    else text += Array.from({ length }, (_, element) => argument(position, element)).join(', ');
    text += texts[index + 1] ?? '';
  }
  return { text, positions, elements, earlier };
}

function partsOf(text: string, tokens: readonly SqlToken[]): Parts {
  const texts: string[] = [];
  const placeholders: { position: number; expands: boolean }[] = [];
  let from = 0;
  for (const { kind, start, end, number, expands } of tokens) {
    if (kind !== 'placeholder') continue;
    texts.push(text.slice(from, start));
    placeholders.push({ position: number - 1, expands });
    from = end;
  }
  texts.push(text.slice(from));
  return { texts, placeholders };
}

function listOf(value: Value, position: number): readonly Value[] {
  if (Array.isArray(value)) return value;
  if (value === null) return [];
  const number = position + 1;
  throw new SqlTemplateError(
    `$${number}... stands for the elements of a list, but parameter ${number} is of type ${kindOf(value)}; ` +
      `write $${number} to bind one value`,
  );
}
