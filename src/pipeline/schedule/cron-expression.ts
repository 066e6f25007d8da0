import { LocatedError } from '../../language/located-error.ts';

/** The values of each field that a cron expression fires at. */
export interface CronFields {
  readonly seconds: ReadonlySet<number>;
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  /** 1–12. */
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly daysOfWeek: ReadonlySet<number>;
  /** Both day fields are restricted, and a day that fits either of them fits. */
  readonly eitherDay: boolean;
}

interface Field {
  readonly name: string;
  readonly smallest: number;
  readonly largest: number;
  /** Names of the values, from the smallest on. */
  readonly words?: readonly string[];
}

const SECOND: Field = { name: 'second', smallest: 0, largest: 59 };
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS = [
  { name: 'minute', smallest: 0, largest: 59 },
  { name: 'hour', smallest: 0, largest: 23 },
  { name: 'day of month', smallest: 1, largest: 31 },
  { name: 'month', smallest: 1, largest: 12, words: MONTHS },
  { name: 'day of week', smallest: 0, largest: 6, words: DAYS },
] as const satisfies readonly Field[];

/** A blank-separated part of the text. */
interface Word {
  readonly text: string;
  readonly offset: number;
}

/**
 * Reads the five fields minute, hour, day of month, month and day of week, or six with the second in front.
 *
 * @param source the whole text, for error messages
 * @param start where the fields begin in it
 * @throws {LocatedError} that names the field at fault and what it may hold
 */
export function parseCronFields(source: string, start = 0): CronFields {
  const words = wordsOf(source, start);
  if (words.length !== 5 && words.length !== 6) {
    const reason = `expected 5 fields (minute hour day-of-month month day-of-week) or 6 (with the second in front), found ${words.length}`;
    throw new LocatedError(reason, source, start);
  }
  const [second, ...others] = words.length === 6 ? words : [undefined, ...words];
  const read = (position: number): FieldValues => {
    const field = FIELDS[position];
    const word = others[position];
    if (field === undefined || word === undefined) throw new RangeError('there are five fields');
    return readField(word, field, source);
  };
  // In this order, so that the first mistake in the text is the one reported.
  const seconds = second === undefined ? new Set([0]) : readField(second, SECOND, source).values;
  const minutes = read(0).values;
  const hours = read(1).values;
  const daysOfMonth = read(2);
  const months = read(3).values;
  const daysOfWeek = read(4);
  return {
    seconds,
    minutes,
    hours,
    daysOfMonth: daysOfMonth.values,
    months,
    daysOfWeek: daysOfWeek.values,
    eitherDay: daysOfMonth.restricted && daysOfWeek.restricted,
  };
}

function wordsOf(source: string, start: number): Word[] {
  return Array.from(source.slice(start).matchAll(/\S+/g), ({ 0: text, index }) => ({
    text,
    offset: start + index,
  }));
}

interface FieldValues {
  readonly values: ReadonlySet<number>;
  /** False for `*`, `?` and `*` with step 1. */
  readonly restricted: boolean;
}

function readField({ text, offset }: Word, field: Field, source: string): FieldValues {
  const values = new Set<number>();
  let restricted = true;
  let position = offset;
  for (const item of text.split(',')) {
    const { from, to, step, star } = readItem({ text: item, offset: position }, field, source);
    if (star && step === 1) restricted = false;
    for (let value = from; value <= to; value += step) values.add(value);
    position += item.length + 1;
  }
  return { values, restricted };
}

const ITEM = /^(?:(?<star>[*?])|(?<from>[^-/]+)(?:-(?<to>[^-/]+))?)(?:\/(?<step>.+))?$/;

function readItem({ text, offset }: Word, field: Field, source: string) {
  const refuse = (reason: string, at = offset): never => {
    throw new LocatedError(`${field.name}: ${reason}`, source, at);
  };
  if (text === '') return refuse('an item of the list is empty');
  const groups = ITEM.exec(text)?.groups;
  if (groups === undefined)
    return refuse(`"${text}" is not *, a value, a range a-b, or one of these with /step`);
  const { star, from: fromText, to: toText, step: stepText } = groups;
  const step = stepText === undefined ? 1 : Number(/^\d+$/.test(stepText) ? stepText : Number.NaN);
  if (Number.isNaN(step)) return refuse(`"${stepText}" is not a step`, offset + text.indexOf('/') + 1);
  if (step === 0) return refuse('a step must be at least 1', offset + text.indexOf('/') + 1);
  if (fromText === undefined)
    return { from: field.smallest, to: field.largest, step, star: star !== undefined };
  const from = readValue(fromText, field, refuse);
  const to =
    toText !== undefined ? readValue(toText, field, refuse) : stepText === undefined ? from : field.largest;
  if (to < from) return refuse(`range ${fromText}-${toText} runs backwards; ranges may not wrap`);
  return { from, to, step, star: false };
}

function readValue(text: string, field: Field, refuse: (reason: string) => never): number {
  const named = field.words?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return field.smallest + named;
  const range = `${field.smallest}-${field.largest}`;
  if (!/^\d+$/.test(text)) {
    const names = field.words === undefined ? '' : ` or a name such as ${field.words[1]}`;
    return refuse(`"${text}" is not a number ${range}${names}`);
  }
  const value = Number(text);
  if (value >= field.smallest && value <= field.largest) return value;
  return refuse(
    `${text} is out of range ${range}${field.words === DAYS && value === 7 ? '; Sunday is 0' : ''}`,
  );
}
