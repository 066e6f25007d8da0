/** Writes one line: level as position in `CONSOLE_LEVELS`, and the text. */
export type GuestWrite = (level: number, text: string) => void;

/**
 * Runs inside the sandbox, as source text: it may use nothing from outside its braces. Gives the script its
 * `console` and returns the formatter of values. What the language library offers is taken before the script can
 * replace it.
 */
export function guestConsole(write: GuestWrite): (value: unknown) => string {
  const DEEPEST = 10;
  const MOST_ITEMS = 100;
  const LONGEST = 8193;
  const { keys, defineProperty, prototype } = Object;
  const { isArray } = Array;
  const { apply } = Reflect;
  const { stringify } = JSON;
  const text = String;
  const slice = String.prototype.slice;
  const tagOf = prototype.toString;
  const isoText = Date.prototype.toISOString;

  function format(value: unknown, ancestors: unknown[], depth: number, quoted: boolean): string {
    switch (typeof value) {
      case 'string':
        return quoted ? stringify(value) : value;
      case 'function':
        return '[Function]';
      case 'object':
        return value === null ? 'null' : formatObject(value, ancestors, depth);
      default:
        return text(value);
    }
  }

  function formatObject(value: object, ancestors: unknown[], depth: number): string {
    for (let at = 0; at < depth; at += 1) {
      if (ancestors[at] === value) return '[Circular]';
    }
    const tag = apply(tagOf, value, []);
    if (tag === '[object Error]' || tag === '[object RegExp]') return text(value);
    if (tag === '[object Date]') return dateText(value);
    if (depth >= DEEPEST) return '[Object]';
    ancestors[depth] = value;
    let result = '';
    if (isArray(value)) {
      for (let index = 0; index < value.length && index < MOST_ITEMS; index += 1) {
        result += (index === 0 ? '' : ', ') + format(value[index], ancestors, depth + 1, false);
      }
      if (value.length > MOST_ITEMS) result += `, ... ${value.length - MOST_ITEMS} more items`;
      return `[${result}]`;
    }
    const names = keys(value);
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] as string;
      const member = (value as Record<string, unknown>)[name];
      result += `${index === 0 ? '' : ', '}${stringify(name)}: ${format(member, ancestors, depth + 1, true)}`;
    }
    return `{${result}}`;
  }

  function dateText(value: object): string {
    try {
      return apply(isoText, value, []);
    } catch {
      return 'Invalid Date';
    }
  }

  function printer(level: number): (...values: unknown[]) => void {
    return (...values) => {
      let line = '';
      for (let index = 0; index < values.length; index += 1) {
        line += (index === 0 ? '' : ' ') + format(values[index], [], 0, false);
      }
      write(level, line.length > LONGEST ? apply(slice, line, [0, LONGEST]) : line);
    };
  }

  const info = printer(1);
  const console = { debug: printer(0), log: info, info, warn: printer(2), error: printer(3) };
  defineProperty(globalThis, 'console', { value: console, writable: true, configurable: true });
  return (value) => format(value, [], 0, false);
}
