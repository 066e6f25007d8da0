import { FARTHEST_INSTANT } from './calendar.ts';
import { TimeZone } from './time-zone.ts';

/** English where it is spoken: each knows the zone abbreviations that are in use there. */
const LOCALES = ['en-US', 'en-GB', 'en-IE', 'en-AU', 'en-NZ', 'en-CA', 'en-IN', 'en-ZA', 'en-HK'] as const;

/** A zone of the IANA time zone database, with the rules that the runtime brings along. */
export class NamedZone extends TimeZone {
  readonly #identifier: string;
  readonly #offsets: Intl.DateTimeFormat;
  #abbreviations: readonly Intl.DateTimeFormat[] | undefined;

  /**
   * @param name what the zone is called here
   * @param identifier what the database calls it
   * @throws {RangeError} when the database has no such zone
   */
  constructor(name: string, identifier: string) {
    super(name);
    this.#identifier = identifier;
    this.#offsets = new Intl.DateTimeFormat('en-US', { timeZone: identifier, timeZoneName: 'longOffset' });
  }

  override offsetAt(instant: number): number {
    return Math.abs(instant) <= FARTHEST_INSTANT ? offsetIn(this.#offsets.format(instant)) : 0;
  }

  override abbreviationAt(instant: number): string | undefined {
    this.#abbreviations ??= LOCALES.map(
      (locale) =>
        new Intl.DateTimeFormat(locale, {
          timeZone: this.#identifier,
          timeZoneName: 'short',
          year: 'numeric',
        }),
    );
    if (!(Math.abs(instant) <= FARTHEST_INSTANT)) return undefined;
    for (const format of this.#abbreviations) {
      const part = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName');
      if (part !== undefined && /^[A-Z]{3,5}$/.test(part.value)) return part.value;
    }
    return undefined;
  }
}

/** Seconds of the offset that ends a text: `1/1/1900, GMT+00:09:21`; the hours alone are `GMT`. */
function offsetIn(text: string): number {
  const start = text.lastIndexOf('GMT') + 3;
  if (start === text.length) return 0;
  const hours = Number(text.slice(start + 1, start + 3));
  const minutes = Number(text.slice(start + 4, start + 6));
  const seconds = Number(text.slice(start + 7, start + 9));
  const total = hours * 3600 + minutes * 60 + seconds;
  return text.charAt(start) === '-' ? 0 - total : total;
}
