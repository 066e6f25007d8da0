import { OpaqueValue } from './record.ts';

/** A measured length of time. JSON logs print it as whole nanoseconds, people see `250ms` or `1.5s`. */
export class Duration extends OpaqueValue {
  /** Whole nanoseconds. */
  readonly nanoseconds: number;

  constructor(nanoseconds: number) {
    super();
    this.nanoseconds = Math.round(nanoseconds);
  }

  /** A duration of that many milliseconds. */
  static ofMilliseconds(milliseconds: number): Duration {
    return new Duration(milliseconds * 1e6);
  }

  get milliseconds(): number {
    return this.nanoseconds / 1e6;
  }

  get seconds(): number {
    return this.nanoseconds / 1e9;
  }

  override isEqualTo(other: OpaqueValue): boolean {
    return other instanceof Duration && other.nanoseconds === this.nanoseconds;
  }

  override compareTo(other: OpaqueValue): number | undefined {
    return other instanceof Duration ? this.nanoseconds - other.nanoseconds : undefined;
  }

  toJSON(): number {
    return this.nanoseconds;
  }
}

const UNITS = [
  { nanoseconds: 1e6, name: 'ms' },
  { nanoseconds: 1e3, name: 'µs' },
  { nanoseconds: 1, name: 'ns' },
] as const;

/**
 * Text with unit suffixes as settings and reports show it: `500ms`, `1.5s`, `30s`, `1m0s`, `1h1m1s`; `0s`
 * for nothing.
 */
export function durationText(duration: Duration): string {
  const total = duration.nanoseconds;
  if (total === 0) return '0s';
  if (total < 0) return `-${durationText(new Duration(-total))}`;
  if (total < 1e9) {
    const unit = UNITS.find((candidate) => total >= candidate.nanoseconds) ?? UNITS[2];
    return `${trimmed(total / unit.nanoseconds, 6)}${unit.name}`;
  }
  const hours = Math.floor(total / 3600e9);
  const minutes = Math.floor((total % 3600e9) / 60e9);
  const seconds = trimmed((total % 60e9) / 1e9, 9);
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}

function trimmed(value: number, digits: number): string {
  return value.toFixed(digits).replace(/\.?0+$/, '');
}
