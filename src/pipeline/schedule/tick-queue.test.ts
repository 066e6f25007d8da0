import { describe, expect, it } from 'vitest';
import { QUEUE_CAPACITY, TickQueue } from './tick-queue.ts';

const at = (second: number) => new Date(second * 1000);

describe('TickQueue', () => {
  it('starts the first tick and queues those that come meanwhile, in order', () => {
    const queue = new TickQueue('queue');
    expect(queue.offer(at(0))).toEqual({ kind: 'started' });
    expect(queue.offer(at(1))).toEqual({ kind: 'queued', position: 1 });
    expect(queue.offer(at(2))).toEqual({ kind: 'queued', position: 2 });
    expect(queue.finish()).toEqual({ due: at(1), remaining: 1 });
    expect(queue.offer(at(3))).toEqual({ kind: 'queued', position: 2 });
    expect(queue.finish()).toEqual({ due: at(2), remaining: 1 });
    expect(queue.finish()).toEqual({ due: at(3), remaining: 0 });
    expect(queue.finish()).toBeUndefined();
    expect(queue.offer(at(4))).toEqual({ kind: 'started' });
  });

  it('refuses the tick after the hundredth that waits', () => {
    const queue = new TickQueue('queue');
    queue.offer(at(0));
    for (let position = 1; position <= QUEUE_CAPACITY; position += 1) {
      expect(queue.offer(at(position))).toEqual({ kind: 'queued', position });
    }
    expect(queue.offer(at(101))).toEqual({ kind: 'full' });
    queue.finish();
    expect(queue.offer(at(102))).toEqual({ kind: 'queued', position: QUEUE_CAPACITY });
  });

  it('leaves out every tick that comes meanwhile under skip', () => {
    const queue = new TickQueue('skip');
    queue.offer(at(0));
    expect(queue.offer(at(1))).toEqual({ kind: 'skipped' });
    expect(queue.finish()).toBeUndefined();
    expect(queue.offer(at(2))).toEqual({ kind: 'started' });
  });

  it('runs once more after the current run under coalesce, however many ticks came', () => {
    const queue = new TickQueue('coalesce');
    queue.offer(at(0));
    expect(queue.offer(at(1))).toEqual({ kind: 'queued', position: 1 });
    expect(queue.offer(at(2))).toEqual({ kind: 'coalesced' });
    expect(queue.finish()).toEqual({ due: at(1), remaining: 0 });
    expect(queue.offer(at(3))).toEqual({ kind: 'queued', position: 1 });
    expect(queue.finish()).toEqual({ due: at(3), remaining: 0 });
    expect(queue.finish()).toBeUndefined();
  });

  it('tells how many ticks it forgets', () => {
    const queue = new TickQueue('queue');
    queue.offer(at(0));
    queue.offer(at(1));
    queue.offer(at(2));
    expect(queue.clear()).toBe(2);
    expect(queue.finish()).toBeUndefined();
  });
});
