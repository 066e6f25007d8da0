import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  buildAllExecutables,
  executablePath,
  type ProcessOptions,
  runProcess,
} from '../helpers/executable.ts';
import { isLinuxAmd64 } from '../helpers/system-packages.ts';

const PIPELINE = `
name: Local
id: local
input:
  type: database
  connectionString: file:./local.db
  query: SELECT 1 AS id
filters:
  - type: set
    target: seen
    value: true
output:
  type: httpRequest
  endpoint: http://127.0.0.1:9/
`;

/**
 * Each way into a Node.js process is tried on Node.js itself first: a way that is not open there proves nothing.
 */
describe.runIf(isLinuxAmd64())('the linux executable', () => {
  const executable = executablePath('linux-amd64');
  let folder: string;
  let marker: string;
  let evil: string;

  beforeAll(async () => {
    await buildAllExecutables();
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hardening-'));
    marker = join(folder, 'injected');
    evil = join(folder, 'evil.cjs');
    writeFileSync(evil, `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '');`);
    writeFileSync(join(folder, 'pipeline.yaml'), PIPELINE);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const validate = (env: ProcessOptions['env'] = {}) =>
    runProcess(executable, ['validate', 'pipeline.yaml'], { cwd: folder, env });

  const node = (code: string, env: ProcessOptions['env'] = {}) =>
    runProcess(process.execPath, ['-e', code], { cwd: folder, env });

  async function expectUntouched(env: ProcessOptions['env']): Promise<void> {
    const { exitCode, stdout, stderr } = await validate(env);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('Configuration is valid');
    expect(existsSync(marker)).toBe(false);
  }

  test.each([['--require'], ['--import']])(
    'loads nothing that NODE_OPTIONS names with %s',
    async (option) => {
      const env = { NODE_OPTIONS: `${option} ${evil}` };
      await node('0', env);
      expect(existsSync(marker)).toBe(true);
      rmSync(marker);
      await expectUntouched(env);
    },
  );

  test('opens no debugger for NODE_OPTIONS', async () => {
    const env = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };
    expect((await node('0', env)).stderr).toContain('Debugger listening');
    await expectUntouched(env);
  });

  test('lets OPENSSL_CONF load no native code', async () => {
    const configuration = join(folder, 'openssl.cnf');
    const section = '[x]\nproviders = p\n[p]\nevil = e\n[e]\nactivate = 1\n';
    writeFileSync(
      configuration,
      `nodejs_conf = x\nopenssl_conf = x\n${section}module = ${join(folder, 'absent.so')}\n`,
    );
    const env = { OPENSSL_CONF: configuration, OPENSSL_MODULES: folder, OPENSSL_ENGINES: folder };
    // Node.js tries to load the module and, since it cannot, does not start.
    expect((await node('0', env)).exitCode).not.toBe(0);
    await expectUntouched(env);
  });

  test('does not start with NODE_REPL_EXTERNAL_MODULE, and does not load it', async () => {
    const { exitCode, stderr } = await validate({ NODE_REPL_EXTERNAL_MODULE: evil });
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("NODE_REPL_EXTERNAL_MODULE can't be used");
    expect(existsSync(marker)).toBe(false);
  });

  test('takes no package from NODE_PATH or the working directory', async () => {
    for (const name of ['ajv', 'js-yaml', 'yargs', 'got', 'node-sqlite3-wasm']) {
      for (const place of ['node_modules', 'path']) {
        mkdirSync(join(folder, place, name), { recursive: true });
        writeFileSync(join(folder, place, name, 'index.js'), `require(${JSON.stringify(evil)});`);
      }
    }
    const env = { NODE_PATH: join(folder, 'path') };
    await node("require('ajv')", env);
    expect(existsSync(marker)).toBe(true);
    rmSync(marker);
    await expectUntouched(env);
  });

  test.each([['--require'], ['--import'], ['--inspect'], ['--eval'], ['--env-file']])(
    'hands the argument %s to the program and not to Node.js',
    async (option) => {
      const { stderr, exitCode } = await runProcess(executable, [option, evil, 'version'], { cwd: folder });
      expect(exitCode).toBe(3);
      expect(stderr).not.toContain('Debugger');
      expect(existsSync(marker)).toBe(false);
    },
  );

  test('opens no debugger on SIGUSR1', async () => {
    expect(
      await errorsAfterSignal(process.execPath, ['-e', "process.stdin.resume(); console.log('up')"]),
    ).toContain('Debugger listening');
    // The pipeline comes through a pipe, so the program runs until it is written.
    const pipe = join(folder, 'pipe.yaml');
    expect(await runProcess('mkfifo', [pipe])).toMatchObject({ exitCode: 0 });
    expect(await errorsAfterSignal(executable, ['validate', pipe], () => writeFileSync(pipe, PIPELINE))).toBe(
      '',
    );
  });

  /** Starts a program, sends it SIGUSR1 once it runs, lets it finish, and gives its standard error. */
  async function errorsAfterSignal(command: string, argv: string[], finish?: () => void): Promise<string> {
    const child = spawn(command, argv, { stdio: ['pipe', 'pipe', 'pipe'] });
    let stderr = '';
    let heard = () => {};
    const debuggerOpened = new Promise<void>((resolve) => {
      heard = resolve;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (stderr.includes('Debugger listening')) heard();
    });
    child.stdout.resume();
    const closed = once(child, 'close');
    await once(child.stdout, 'data');
    child.kill('SIGUSR1');
    if (finish === undefined) {
      await debuggerOpened;
      child.kill();
    } else {
      finish();
      expect(await closed).toEqual([0, null]);
    }
    await closed;
    return stderr;
  }
});
