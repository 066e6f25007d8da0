interface CacheSize {
  /** Entries that are kept, at least 1. */
  readonly capacity: number;
  /** Values made from longer keys are not kept: such keys come from data, which would stay in memory. */
  readonly longestKey?: number;
}

/** Values that are costly to make, by the text they are made from; the least recently used gives way to a new one. */
export class BoundedCache<V> {
  readonly #capacity: number;
  readonly #longestKey: number;
  readonly #entries = new Map<string, V>();

  constructor({ capacity, longestKey = Number.POSITIVE_INFINITY }: CacheSize) {
    this.#capacity = capacity;
    this.#longestKey = longestKey;
  }

  /** The value of a key, made when there is none. Nothing is kept when making it fails. */
  get(key: string, make: (key: string) => V): V {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      if (this.#entries.size > 1) {
        this.#entries.delete(key);
        this.#entries.set(key, known);
      }
      return known;
    }
    const made = make(key);
    if (key.length > this.#longestKey) return made;
    this.#entries.set(key, made);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#capacity && oldest !== undefined) this.#entries.delete(oldest);
    return made;
  }
}
