import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CliOptions, type CliOutcome, type CliProcess, runCli, startCli } from '../helpers/run-cli.ts';

/** A folder of its own in which pipeline files are written and the program is run. */
export class Workspace {
  readonly #folder = mkdtempSync(join(tmpdir(), 'cannectors-cli-'));

  /** Writes a file; the name is what the program is given. */
  write(name: string, text: string | Buffer): string {
    writeFileSync(join(this.#folder, name), text);
    return name;
  }

  /** The absolute path of a file in the folder. */
  path(name: string): string {
    return join(this.#folder, name);
  }

  read(name: string): string {
    return readFileSync(join(this.#folder, name), 'utf8');
  }

  has(name: string): boolean {
    return existsSync(join(this.#folder, name));
  }

  /** Runs the program in the folder to its end. */
  run(args: readonly string[], options: CliOptions = {}): Promise<CliOutcome> {
    return runCli(args, { cwd: this.#folder, ...options });
  }

  /** Starts the program in the folder. */
  start(args: readonly string[], options: CliOptions = {}): CliProcess {
    return startCli(args, { cwd: this.#folder, ...options });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
