/** How far a text has been read by a layout, and the fields found in it. */
export interface Reading {
  /** UTF-16 offset of what comes next. */
  at: number;
  year: number | undefined;
  month: number | undefined;
  day: number | undefined;
  dayOfYear: number | undefined;
  hour: number;
  minute: number;
  second: number;
  nanosecond: number;
  /** The hour counts from 1 to 12. */
  hasHourOfHalfDay: boolean;
  isAfternoon: boolean | undefined;
  /** Seconds east of UTC; NaN for an offset of a day or more. */
  offset: number | undefined;
  zone: string | undefined;
}

/** Reads one part of a layout and moves on; false when the text has something else there. */
export type Read = (text: string, reading: Reading) => boolean;

export function startOfReading(): Reading {
  return {
    at: 0,
    year: undefined,
    month: undefined,
    day: undefined,
    dayOfYear: undefined,
    hour: 0,
    minute: 0,
    second: 0,
    nanosecond: 0,
    hasHourOfHalfDay: false,
    isAfternoon: undefined,
    offset: undefined,
    zone: undefined,
  };
}

/** The value of the digit at a position, -1 when there is none. */
export function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - 48;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** Reads a number of `least` to `most` digits; -1 when there are fewer. */
export function readNumber(text: string, reading: Reading, least: number, most: number): number {
  let value = 0;
  let count = 0;
  while (count < most) {
    const digit = digitAt(text, reading.at + count);
    if (digit < 0) break;
    value = value * 10 + digit;
    count += 1;
  }
  if (count < least) return -1;
  reading.at += count;
  return value;
}

export function skipSpaces(text: string, reading: Reading, most: number): void {
  for (let count = 0; count < most && text.charCodeAt(reading.at) === 32; count += 1) reading.at += 1;
}

/**
 * Reads literal text: as it stands, except that one or more spaces stand for any number of them, and spaces at the
 * end of the text may be missing.
 */
export function literal(words: string): Read {
  return words.length === 1 && words !== ' ' ? character(words.charCodeAt(0)) : wordsAndSpaces(words);
}

function character(code: number): Read {
  return (text, reading) => {
    if (text.charCodeAt(reading.at) !== code) return false;
    reading.at += 1;
    return true;
  };
}

function wordsAndSpaces(words: string): Read {
  return (text, reading) => {
    let expected = 0;
    while (expected < words.length) {
      const code = words.charCodeAt(expected);
      if (code === 32) {
        if (reading.at < text.length && text.charCodeAt(reading.at) !== 32) return false;
        while (words.charCodeAt(expected) === 32) expected += 1;
        skipSpaces(text, reading, text.length);
      } else {
        if (text.charCodeAt(reading.at) !== code) return false;
        expected += 1;
        reading.at += 1;
      }
    }
    return true;
  };
}
