/** Turns values into what JSON can carry, and back. */
export interface GuestCodec {
  /** Puts the values in place that marked strings in the record stand for. */
  revive(record: unknown): void;
  /** The record has no marked strings. */
  trust(): void;
  /**
   * What the writer gets for a value that the script returned.
   *
   * @throws the object for which `faultOf` gives a text
   */
  encodeRecord(value: unknown): object;
  /** What is wrong with a returned value; undefined for everything that a script throws. */
  faultOf(thrown: unknown): string | undefined;
}

/**
 * Runs inside the sandbox, as source text: it may use nothing from outside its braces. What the language library
 * offers is taken before the script can replace it; every property of a returned value is read once. The encoding is
 * that of `record-text.ts`.
 *
 * An integer beyond 2^53 is a rounded number to the script. Where the rounded number comes back, the digits do.
 */
export function guestCodec(): GuestCodec {
  const MARK = '\u0001';
  const DEEPEST = 1000;
  const MOST_DIGITS = 1000;
  const LONGEST_PLACE = 200;
  const { keys, getPrototypeOf, setPrototypeOf, prototype: objectPrototype } = Object;
  const { isArray } = Array;
  const { isView } = ArrayBuffer;
  const { isSafeInteger } = Number;
  const { apply } = Reflect;
  const text = String;
  const number = Number;
  const DateOf = Date;
  const slice = String.prototype.slice;
  const tagOf = objectPrototype.toString;
  const timeOf = Date.prototype.getTime;
  const forEachOfMap = Map.prototype.forEach;
  const forEachOfSet = Set.prototype.forEach;
  const FAULT = {};

  interface Exact {
    readonly holder: object;
    readonly key: string;
    readonly digits: string;
    /** Of a list that holds it, else -1. */
    readonly length: number;
  }
  type Exacts = Record<string, Exact[]>;
  type Keyed = Record<string, unknown>;

  /** What rounded numbers of the record at work come from. */
  let exacts: Exacts | undefined;
  let fault = '';
  const path = ownList<string>();
  const ancestors = ownList<object>();

  /** A list without a prototype, on which a script could lie in wait for what is written or read. */
  function ownList<T>(): T[] {
    return setPrototypeOf([], null);
  }

  function refuse(reason: string, depth: number, key?: string): never {
    let place = '';
    for (let at = 0; at < depth; at += 1) place += `${place === '' ? '' : '.'}${path[at]}`;
    if (key !== undefined) place += `${place === '' ? '' : '.'}${key}`;
    if (place.length > LONGEST_PLACE) place = `${apply(slice, place, [0, LONGEST_PLACE])}…`;
    fault = place === '' ? `a record that ${reason}` : `a record whose field "${place}" ${reason}`;
    throw FAULT;
  }

  /** Puts the values in place that marked strings stand for; notes where integers are that lose digits. */
  function revive(holder: Keyed, found: Exacts): void {
    const names = keys(holder);
    const length = isArray(holder) ? holder.length : -1;
    for (let index = 0; index < names.length; index += 1) {
      const key = names[index] as string;
      const value = holder[key];
      if (typeof value === 'object' && value !== null) revive(value as Keyed, found);
      if (typeof value !== 'string' || value[0] !== MARK) continue;
      const rest = apply(slice, value, [2]);
      switch (value[1]) {
        case 'i': {
          const rounded = number(rest);
          found[rounded] ??= [];
          const list = found[rounded];
          list[list.length] = { holder, key, digits: rest, length };
          holder[key] = rounded;
          break;
        }
        case 'd':
          holder[key] = new DateOf(number(rest));
          break;
        case 'n':
          holder[key] = number(rest);
          break;
        case 'u':
          holder[key] = undefined;
          break;
        default:
          holder[key] = rest;
      }
    }
  }

  /** The digits of the integer that a rounded number comes from; the number itself when it comes from none. */
  function exactOf(rounded: number, holder: object, key: string): unknown {
    const list = exacts?.[rounded];
    if (list === undefined) return rounded;
    let any: string | undefined;
    let named: string | undefined;
    let severalAny = false;
    let severalNamed = false;
    for (let index = 0; index < list.length; index += 1) {
      const exact = list[index] as Exact;
      const { digits } = exact;
      if (exact.holder === holder && exact.key === key) {
        if (exact.length < 0 || exact.length === (holder as unknown[]).length) return `${MARK}i${digits}`;
      }
      severalAny ||= any !== undefined && any !== digits;
      any = digits;
      if (exact.key !== key) continue;
      severalNamed ||= named !== undefined && named !== digits;
      named = digits;
    }
    if (!severalAny) return `${MARK}i${any}`;
    return named !== undefined && !severalNamed ? `${MARK}i${named}` : rounded;
  }

  function encode(value: unknown, holder: object, key: string, depth: number): unknown {
    switch (typeof value) {
      case 'string':
        return value[0] === MARK ? `${MARK}s${value}` : value;
      case 'number':
        if (value - value !== 0) refuse(`is ${value}, which no record can hold`, depth, key);
        return exacts === undefined || isSafeInteger(value) ? value : exactOf(value, holder, key);
      case 'boolean':
        return value;
      case 'undefined':
        return null;
      case 'bigint': {
        const digits = text(value);
        if (digits.length > MOST_DIGITS) refuse(`has more than ${MOST_DIGITS} digits`, depth, key);
        return `${MARK}i${digits}`;
      }
      case 'object':
        if (value === null) return null;
        path[depth] = key;
        return encodeNested(value, depth + 1);
      default:
        return refuse(`is a ${typeof value}, which no record can hold`, depth, key);
    }
  }

  function encodeNested(value: object, depth: number): unknown {
    if (depth >= DEEPEST) refuse(`nests deeper than ${DEEPEST} levels`, 0);
    for (let at = 0; at < depth; at += 1) {
      if (ancestors[at] === value) refuse('contains itself', depth);
    }
    ancestors[depth] = value;
    if (isArray(value)) return encodeList(value, depth);
    if (getPrototypeOf(value) === objectPrototype) return encodeObject(value, depth);
    const tag = apply(tagOf, value, []);
    switch (tag) {
      case '[object Date]': {
        const time = apply(timeOf, value, []);
        return time - time === 0 ? `${MARK}d${time}` : null;
      }
      case '[object Map]': {
        const pairs = ownList<unknown>();
        const add = (item: unknown, name: unknown) => {
          pairs[pairs.length] = [name, item];
        };
        apply(forEachOfMap, value, [add]);
        return encodeList(pairs, depth);
      }
      case '[object Set]': {
        const items = ownList<unknown>();
        const add = (item: unknown) => {
          items[items.length] = item;
        };
        apply(forEachOfSet, value, [add]);
        return encodeList(items, depth);
      }
      case '[object Promise]':
      case '[object WeakMap]':
      case '[object WeakSet]':
      case '[object ArrayBuffer]':
      case '[object DataView]':
        return refuse(`is a ${nameOfTag(tag)}, which no record can hold`, depth);
      default:
        return isView(value) ? encodeList(value as unknown as unknown[], depth) : encodeObject(value, depth);
    }
  }

  function nameOfTag(tag: string): string {
    return apply(slice, tag, [8, -1]);
  }

  /** What is given to the writer has no prototype, on which a script may have put a `toJSON`. */
  function encodeObject(value: object, depth: number): object {
    const copy = { __proto__: null } as unknown as Keyed;
    const names = keys(value);
    for (let index = 0; index < names.length; index += 1) {
      const key = names[index] as string;
      copy[key] = encode((value as Keyed)[key], value, key, depth);
    }
    return copy;
  }

  function encodeList(value: unknown[], depth: number): object {
    const copy = ownList<unknown>();
    const { length } = value;
    for (let index = 0; index < length; index += 1) {
      copy[index] = encode(value[index], value, text(index), depth);
    }
    return copy;
  }

  function encodeRecord(value: unknown): object {
    if (value === null || value === undefined) {
      fault = 'null or undefined - transform function must return an object';
      throw FAULT;
    }
    if (typeof value !== 'object') return refuseType(typeof value);
    if (isArray(value)) return refuseList(value.length);
    if (getPrototypeOf(value) !== objectPrototype) {
      const tag = apply(tagOf, value, []);
      if (tag === '[object Set]') return refuseList((value as Set<unknown>).size);
      switch (tag) {
        case '[object Date]':
        case '[object Map]':
        case '[object Promise]':
        case '[object WeakMap]':
        case '[object WeakSet]':
        case '[object ArrayBuffer]':
        case '[object DataView]':
          return refuseType(nameOfTag(tag));
        default:
          if (isView(value)) return refuseType(nameOfTag(tag));
      }
    }
    ancestors[0] = value;
    return encodeObject(value, 0);
  }

  function refuseType(type: string): never {
    fault = `invalid type ${type} - transform function must return an object, got ${type}`;
    throw FAULT;
  }

  function refuseList(length: number): never {
    fault = `an array (length ${length}) - transform function must return an object, not an array`;
    throw FAULT;
  }

  return {
    revive(record) {
      exacts = { __proto__: null } as unknown as Exacts;
      revive(record as Keyed, exacts);
    },
    trust() {
      exacts = undefined;
    },
    encodeRecord,
    faultOf: (thrown) => (thrown === FAULT ? fault : undefined),
  };
}
