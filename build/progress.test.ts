import { describe, expect, test } from 'vitest';
import { formatMegabytes, formatSeconds, Progress, progressBar, statusLine } from './progress.ts';

test.each([
  [0, '[----------]'],
  [0.55, '[#####-----]'],
  [1, '[##########]'],
  [7, '[##########]'],
  [-1, '[----------]'],
])('a fraction of %d is drawn as %s', (fraction, bar) => {
  expect(progressBar(fraction, 10)).toBe(bar);
});

test('the status line shows the mean of what is under way and fits the terminal', () => {
  const tasks = [
    { label: 'fetching a', fraction: 1 },
    { label: 'fetching b', fraction: 0 },
  ];
  expect(statusLine(tasks, 80)).toBe('[############------------]  50 % fetching a, fetching b');
  expect(statusLine(tasks, 40)).toHaveLength(39);
});

test('sizes and times have one decimal', () => {
  expect(formatMegabytes(34_243_697)).toBe('34.2 MB');
  expect(formatSeconds(2149)).toBe('2.1 s');
});

function recorder(isTTY: boolean) {
  const written: string[] = [];
  let time = 0;
  const stream = { isTTY, columns: 80, write: (text: string) => written.push(text) };
  return { written, progress: new Progress(stream, () => time), pass: (ms: number) => (time += ms) };
}

describe('away from a terminal', () => {
  test('a piece of work is one line when it begins and one when it ends', () => {
    const { written, progress } = recorder(false);
    const task = progress.start('fetching x');
    task.advance(0.5);
    task.finish('fetched x');
    expect(written.join('')).toBe('fetching x …\nfetched x\n');
  });

  test('nothing is drawn or erased', () => {
    const { written, progress } = recorder(false);
    progress.start('a').abandon();
    progress.line('b');
    expect(written.join('')).not.toMatch(/[\r\u001b]/);
  });
});

describe('on a terminal', () => {
  test('a bar is redrawn in place and gives way to the line that stays', () => {
    const { written, progress, pass } = recorder(true);
    const task = progress.start('fetching x');
    pass(200);
    task.advance(0.5);
    task.finish('fetched x');
    expect(written.join('')).toBe(
      '[------------------------]   0 % fetching x\r\u001b[2K[############------------]  50 % fetching x\r\u001b[2Kfetched x\n',
    );
  });

  test('is not redrawn for every bit of progress', () => {
    const { written, progress, pass } = recorder(true);
    const task = progress.start('x');
    for (let step = 0; step < 100; step++) {
      pass(5);
      task.advance(step / 100);
    }
    expect(written.filter((text) => text.startsWith('[')).length).toBeLessThanOrEqual(6);
  });

  test('other work under way is drawn again below a line', () => {
    const { written, progress } = recorder(true);
    const task = progress.start('a');
    progress.start('b');
    task.finish('a is done');
    expect(written.at(-1)).toMatch(/ {3}0 % b$/);
  });
});
