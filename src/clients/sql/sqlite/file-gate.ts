/** Lets one operation at a time at a database file. */
export interface FileGate {
  /** Runs the work when everything asked for before it has ended. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** Gives the gate back. Later calls do nothing. */
  release(): void;
}

class Queue {
  #tail: Promise<unknown> = Promise.resolve();
  users = 0;

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}

/**
 * One queue per file of this process: SQLite's lock on a file is exclusive at every level here, so two
 * connections of one pipeline to the same file would wait for each other in vain.
 */
const queues = new Map<string, Queue>();

/** The gate of a file, shared by everyone who names the same path; undefined stands for a database of one's own. */
export function fileGate(path: string | undefined): FileGate {
  const queue = (path === undefined ? undefined : queues.get(path)) ?? new Queue();
  if (path !== undefined) queues.set(path, queue);
  queue.users += 1;
  let released = false;
  return {
    exclusive: (work) => queue.run(work),
    release() {
      if (released) return;
      released = true;
      queue.users -= 1;
      if (queue.users === 0 && path !== undefined) queues.delete(path);
    },
  };
}
