import { OpaqueValue } from '../../core/record.ts';
import { MILLISECONDS_PER_DAY } from './calendar.ts';
import { offsetText } from './layout-offset.ts';

/** What clocks show somewhere, now and in the past. */
export abstract class TimeZone extends OpaqueValue {
  /** As an author writes it: an IANA name, `UTC`, `Local`; the offset of a zone that has no name. */
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  /** Whole seconds east of UTC at an instant in milliseconds since 1970-01-01T00:00:00Z. */
  abstract offsetAt(instant: number): number;

  /** The short name in use at an instant, such as `CEST`; `undefined` when there is none. */
  abstract abbreviationAt(instant: number): string | undefined;

  /**
   * The instant at which clocks show a wall time. A time that clocks skip is taken with the offset before the
   * change, which moves it forward by the length of the gap; of a time they show twice, the first is meant: the
   * rule of RFC 5545 §3.3.5 and of ECMAScript's Temporal ("compatible").
   *
   * @param wall milliseconds from 1970-01-01T00:00:00 to the wall time, as if the zone were UTC
   */
  instantOf(wall: number): number {
    // A day earlier than the wall time in UTC is earlier than the wall time in every zone.
    const before = this.offsetAt(wall - MILLISECONDS_PER_DAY);
    const first = wall - before * 1000;
    const there = this.offsetAt(first);
    if (there === before) return first;
    const second = wall - there * 1000;
    return this.offsetAt(second) === there ? second : first;
  }

  override isEqualTo(other: OpaqueValue): boolean {
    return other instanceof TimeZone && other.name === this.name;
  }

  override toString(): string {
    return this.name;
  }
}

/** A zone whose offset never changes. */
export class FixedZone extends TimeZone {
  readonly #offset: number;
  readonly #abbreviation: string | undefined;

  /**
   * @param offset seconds east of UTC
   * @param abbreviation `undefined` when only the offset is known
   */
  constructor(offset: number, abbreviation: string | undefined) {
    super(abbreviation ?? offsetText(offset, ':', offset % 60 === 0 ? 'minutes' : 'seconds'));
    this.#offset = offset;
    this.#abbreviation = abbreviation;
  }

  override offsetAt(): number {
    return this.#offset;
  }

  override abbreviationAt(): string | undefined {
    return this.#abbreviation;
  }

  override instantOf(wall: number): number {
    return wall - this.#offset * 1000;
  }

  override isEqualTo(other: OpaqueValue): boolean {
    return other instanceof FixedZone && super.isEqualTo(other) && other.#offset === this.#offset;
  }
}

export const UTC = new FixedZone(0, 'UTC');
