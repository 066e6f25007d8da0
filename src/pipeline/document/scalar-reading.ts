interface Run {
  /** Where the run starts in the value, and how many UTF-16 units of it there are. */
  readonly value: number;
  readonly length: number;
  /** Its place in the file. */
  readonly start: number;
  readonly end: number;
  /** The characters stand in the file as they are; otherwise all of them stand for what is at `start`. */
  readonly verbatim: boolean;
}

/**
 * Which character of a text value stands where in the file, taken down while the value is read again. All offsets
 * are UTF-16.
 */
export class ScalarReading {
  readonly #text: string;
  readonly #value: string;
  readonly #runs: Run[] = [];
  #length = 0;
  #faithful = true;

  /**
   * @param text the file
   * @param value what the parser made of the scalar
   */
  constructor(text: string, value: string) {
    this.#text = text;
    this.#value = value;
  }

  /** Characters that the value takes over from the file as they are. */
  copy(start: number, end: number): void {
    const length = end - start;
    if (length === 0) return;
    const same = this.#text.slice(start, end) === this.#value.slice(this.#length, this.#length + length);
    this.#faithful &&= same;
    this.#add({ value: this.#length, length, start, end, verbatim: true });
  }

  /** Characters of the value that something else stands for in the file: an escape sequence, a line break. */
  put(length: number, start: number, end: number): void {
    this.#add({ value: this.#length, length, start, end, verbatim: false });
  }

  /**
   * The place in the file of a character of the value. The end of the value is the place after its last character
   * that is not a line break. `undefined` for an empty value, and when the reading did not give the value that the
   * parser made: a wrong place is worse than none.
   */
  placeOf(offset: number): number | undefined {
    if (!this.#faithful || this.#length !== this.#value.length) return undefined;
    if (offset >= this.#length) {
      const last = lastOfLine(this.#value);
      const run = this.#runAt(last);
      return run?.verbatim ? run.start + (last - run.value) + 1 : run?.end;
    }
    const run = this.#runAt(offset);
    return run?.verbatim ? run.start + (offset - run.value) : run?.start;
  }

  #runAt(offset: number): Run | undefined {
    return this.#runs.find(({ value, length }) => value <= offset && offset < value + length);
  }

  #add(run: Run): void {
    this.#runs.push(run);
    this.#length += run.length;
  }
}

/** The last character that is not a line break; -1 when there is none. */
function lastOfLine(value: string): number {
  let at = value.length - 1;
  while (value[at] === '\n' || value[at] === '\r') at -= 1;
  return at;
}
