/** `npm run check`: types, lint and format, layer rules. Runs all three and reports each. */
import { spawn } from 'node:child_process';

const CHECKS = [
  { name: 'types', command: ['tsc', '--noEmit', '-p', '.'] },
  { name: 'lint and format', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'layers', command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'build', 'test'] },
] as const;

interface Outcome {
  readonly name: string;
  readonly exitCode: number;
  readonly output: string;
}

async function run({ name, command }: (typeof CHECKS)[number]): Promise<Outcome> {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  return { name, exitCode, output };
}

const outcomes = await Promise.all(CHECKS.map(run));
for (const { name, exitCode, output } of outcomes) {
  console.log(`${exitCode === 0 ? '✓' : '✗'} ${name}`);
  if (exitCode !== 0) console.log(output.trimEnd());
}
process.exitCode = outcomes.some(({ exitCode }) => exitCode !== 0) ? 1 : 0;
