import type { writeSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LineDescriptor } from './descriptor.ts';

type Step = number | 'EAGAIN' | 'EPIPE' | 'ENOSPC';

/** A descriptor that takes at most so many bytes, or fails, at each call; then everything. */
function scripted(steps: Step[]): { lines: LineDescriptor; text(): string; left(): number } {
  const taken: Buffer[] = [];
  const write = (_descriptor: number, bytes: Buffer, offset: number, length: number): number => {
    const step = steps.shift() ?? length;
    if (typeof step === 'string') throw Object.assign(new Error(step), { code: step });
    const count = Math.min(step, length);
    taken.push(Buffer.from(bytes.subarray(offset, offset + count)));
    return count;
  };
  return {
    lines: new LineDescriptor(1, write as typeof writeSync),
    text: () => Buffer.concat(taken).toString(),
    left: () => steps.length,
  };
}

it('goes on until everything is written, waiting while the reader is busy', () => {
  const { lines, text, left } = scripted([3, 'EAGAIN', 2, 'EAGAIN', 'EAGAIN']);
  expect(lines.write('äöü line\n')).toBe(12);
  expect(text()).toBe('äöü line\n');
  expect(left()).toBe(0);
});

it.each(['EPIPE', 'ENOSPC'] as const)('drops the line on %s and writes the next one', (code) => {
  const { lines, text } = scripted([code]);
  expect(lines.write('lost\n')).toBe(0);
  lines.write('kept\n');
  expect(text()).toBe('kept\n');
});

it('starts the line after a torn one at the first column', () => {
  const { lines, text } = scripted([4, 'ENOSPC']);
  lines.write('{"a":1}\n');
  lines.write('{"b":2}\n');
  lines.write('{"c":3}\n');
  expect(text()).toBe('{"a"\n{"b":2}\n{"c":3}\n');
});
