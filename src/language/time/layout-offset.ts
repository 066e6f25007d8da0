import type { Moment } from './calendar.ts';
import type { LayoutElement } from './layout-part.ts';
import { digitAt, type Read, type Reading, readNumber } from './reading.ts';

const PRECISIONS = { hours: 1, minutes: 2, seconds: 3 } as const;
type OffsetPrecision = keyof typeof PRECISIONS;

/** `+02:00` for an offset in seconds east of UTC, cut at the precision. */
export function offsetText(offset: number, separator: string, precision: OffsetPrecision): string {
  const seconds = Math.abs(offset);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const digits = parts.slice(0, PRECISIONS[precision]).map((part) => String(part).padStart(2, '0'));
  return (offset < 0 ? '-' : '+') + digits.join(separator);
}

/** The forms of an offset that start with a sign, or with `Z` for the one of UTC. */
export function offsetElements(start: '-' | 'Z'): LayoutElement[] {
  const element = (pattern: string, separator: string, precision: OffsetPrecision): LayoutElement => {
    const numeric = numericOffset(separator, PRECISIONS[precision]);
    const print = ({ offset }: Moment) => offsetText(offset, separator, precision);
    if (start === '-') return { pattern: start + pattern, print, read: numeric };
    return {
      pattern: start + pattern,
      print: (moment) => (moment.offset === 0 ? 'Z' : print(moment)),
      read: (text, reading) => zulu(text, reading) || numeric(text, reading),
    };
  };
  return [
    element('070000', '', 'seconds'),
    element('07:00:00', ':', 'seconds'),
    element('0700', '', 'minutes'),
    element('07:00', ':', 'minutes'),
    element('07', '', 'hours'),
  ];
}

const zulu: Read = (text, reading) => {
  if (text.charAt(reading.at) !== 'Z') return false;
  reading.at += 1;
  reading.offset = 0;
  reading.zone = 'UTC';
  return true;
};

function numericOffset(separator: string, parts: number): Read {
  return (text, reading) => {
    const sign = text.charAt(reading.at);
    if (sign !== '+' && sign !== '-') return false;
    reading.at += 1;
    let seconds = 0;
    for (let part = 0; part < parts; part += 1) {
      if (part > 0 && separator !== '') {
        if (text.charAt(reading.at) !== separator) return false;
        reading.at += 1;
      }
      const value = readNumber(text, reading, 2, 2);
      if (value < 0) return false;
      seconds += value > (part === 0 ? 23 : 59) ? Number.NaN : value * 60 ** (2 - part);
    }
    reading.offset = sign === '-' ? 0 - seconds : seconds;
    return true;
  };
}

const ABBREVIATION = /(?:ChST|MeST|[A-Z]{3,5})(?![A-Za-z])/y;

/** `MST`: the zone's abbreviation; where there is none, its offset as `+0200`. `GMT+3` is three hours east. */
export const zoneAbbreviation: LayoutElement = {
  pattern: 'MST',
  print: ({ zone, offset }) => zone ?? offsetText(offset, '', 'minutes'),
  read: (text, reading) => {
    ABBREVIATION.lastIndex = reading.at;
    const [name] = ABBREVIATION.exec(text) ?? [];
    if (name === undefined) return hoursAndMinutes(text, reading);
    reading.at += name.length;
    if (name === 'GMT' && readHours(text, reading)) return true;
    reading.zone = name;
    return true;
  },
};

const hoursAndMinutes = numericOffset('', 2);

/** The signed hours after `GMT`; nothing is read when there are none. */
function readHours(text: string, reading: Reading): boolean {
  const sign = text.charAt(reading.at);
  if ((sign !== '+' && sign !== '-') || digitAt(text, reading.at + 1) < 0) return false;
  reading.at += 1;
  const hours = readNumber(text, reading, 1, 2);
  const seconds = hours > 23 ? Number.NaN : hours * 3600;
  reading.offset = sign === '-' ? 0 - seconds : seconds;
  return true;
}
