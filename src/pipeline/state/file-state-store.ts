import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { errorText } from '../../core/errors.ts';
import type { Ports } from '../../core/ports.ts';
import type { Logger } from '../../observability/logger.ts';
import { parseState, stateText } from './state-document.ts';
import { formerStateFileName, stateFileName } from './state-file-name.ts';
import { markInUse, unmark } from './state-lock.ts';
import type { LoadedState, PipelineState, StateAccess, StateStore } from './state-store.ts';

const TEMPORARY = '.tmp';
/** A temporary file of that age was left by a process that is gone. */
const STRAY_AGE_MS = 60_000;

/**
 * Keeps each pipeline's state in a JSON file of its own. A save writes a new file, flushes it to the disk, renames
 * it over the old one and flushes the directory. All of it is synchronous: a state is tiny, and nothing can come
 * between the steps.
 */
export class FileStateStore implements StateStore {
  readonly #directory: string;
  readonly #ports: Pick<Ports, 'clock' | 'uuid'>;
  readonly #locks = new Set<string>();

  /** @param directory relative to the working directory */
  constructor(directory: string, ports: Pick<Ports, 'clock' | 'uuid'>) {
    this.#directory = resolve(directory);
    this.#ports = ports;
  }

  async load(pipelineId: string, log: Logger, access: StateAccess): Promise<LoadedState> {
    const path = this.#path(pipelineId);
    if (access === 'write') {
      this.#warnIfShared(path, log);
      this.#removeStrays(path);
    }
    const former = this.#formerPath(pipelineId);
    const found = this.#read(path, pipelineId, log, access);
    if (found.kind !== 'absent') return found;
    // Other ids may have had the same former name: only a file that names this pipeline is its own.
    const inherited =
      former === undefined || former === path ? undefined : inheritedState(former, pipelineId);
    if (inherited !== undefined) return { kind: 'found', state: inherited };
    log.debug('no state file found (first execution)', { path });
    return { kind: 'absent' };
  }

  async save(state: PipelineState, log: Logger): Promise<void> {
    const path = this.#path(state.pipelineId);
    const fields = {
      path,
      has_timestamp: state.lastTimestamp !== undefined,
      has_id: state.lastId !== undefined,
    };
    this.#attempt('failed to create state directory', path, log, () =>
      mkdirSync(this.#directory, { recursive: true, mode: 0o700 }),
    );
    const temporary = `${path}.${process.pid}-${this.#ports.uuid()}${TEMPORARY}`;
    try {
      this.#attempt('failed to write temp state file', temporary, log, () =>
        writeDurably(temporary, stateText(state)),
      );
      this.#attempt('failed to rename state file', path, log, () => renameSync(temporary, path));
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    flushDirectory(this.#directory);
    this.#warnIfShared(path, log);
    log.debug('state saved', fields);
  }

  async release(): Promise<void> {
    for (const lock of this.#locks) unmark(lock);
    this.#locks.clear();
  }

  #path(pipelineId: string): string {
    return join(this.#directory, stateFileName(pipelineId));
  }

  #formerPath(pipelineId: string): string | undefined {
    const name = formerStateFileName(pipelineId);
    return name === undefined ? undefined : join(this.#directory, name);
  }

  #read(path: string, pipelineId: string, log: Logger, access: StateAccess): LoadedState {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'absent' };
      log.warn('failed to read state file', { path, error: errorText(error) });
      return { kind: 'reset', reason: `cannot read ${path}: ${errorText(error)}` };
    }
    try {
      const state = parseState(text, pipelineId);
      if (state.pipelineId !== pipelineId) {
        log.warn('state file names another pipeline', { path, state_pipeline_id: state.pipelineId });
      }
      log.debug('state loaded', {
        path,
        has_timestamp: state.lastTimestamp !== undefined,
        has_id: state.lastId !== undefined,
      });
      return { kind: 'found', state };
    } catch (error) {
      log.warn('failed to unmarshal state', { path, error: errorText(error) });
      const aside = access === 'write' ? this.#setAside(path, log) : undefined;
      const kept = aside === undefined ? '' : `; the file is kept as ${aside}`;
      return { kind: 'reset', reason: `failed to unmarshal state: ${errorText(error)}${kept}` };
    }
  }

  /** Keeps a file that cannot be used for whoever wants to know what was in it. */
  #setAside(path: string, log: Logger): string | undefined {
    const time = this.#ports.clock.now().toISOString().replaceAll(/[:.]/g, '-');
    const aside = `${path}.corrupt-${time}`;
    try {
      renameSync(path, aside);
      return aside;
    } catch (error) {
      log.warn('failed to rename state file', {
        temp_path: path,
        final_path: aside,
        error: errorText(error),
      });
      return undefined;
    }
  }

  #attempt(failure: string, path: string, log: Logger, work: () => void): void {
    try {
      work();
    } catch (error) {
      log.warn(failure, { path, error: errorText(error) });
      throw error;
    }
  }

  /** Removes what saves have left that never came to their end. Younger files may belong to a save at work. */
  #removeStrays(path: string): void {
    const prefix = `${basename(path)}.`;
    for (const name of listed(this.#directory)) {
      if (!name.startsWith(prefix) || !name.endsWith(TEMPORARY)) continue;
      const stray = join(this.#directory, name);
      const modified = statSync(stray, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
      if (this.#ports.clock.now().getTime() - modified > STRAY_AGE_MS) rmSync(stray, { force: true });
    }
  }

  #warnIfShared(path: string, log: Logger): void {
    const lock = `${path}.lock`;
    let holder: ReturnType<typeof markInUse>;
    try {
      holder = markInUse(lock);
    } catch {
      // The directory does not exist before the first save, or cannot be written: the save itself says so.
      return;
    }
    this.#locks.add(lock);
    if (holder === undefined) return;
    log.warn('state file is in use by another process: the last one to save wins, records may come twice', {
      path,
      process_id: holder.pid,
    });
  }
}

function inheritedState(path: string, pipelineId: string): PipelineState | undefined {
  try {
    const state = parseState(readFileSync(path, 'utf8'), '');
    return state.pipelineId === pipelineId ? state : undefined;
  } catch {
    return undefined;
  }
}

function listed(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    // The directory is made by the first save.
    return [];
  }
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes a rename survive a power failure. Windows has no such operation and needs none. */
function flushDirectory(path: string): void {
  let directory: number | undefined;
  try {
    directory = openSync(path, 'r');
    fsyncSync(directory);
  } catch {
    // File systems that cannot flush a directory keep the rename as safe as they can.
  } finally {
    if (directory !== undefined) closeSync(directory);
  }
}
