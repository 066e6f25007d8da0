import { expect, test } from 'vitest';
import { hostTraces } from './host-traces.ts';

const identity = { workingDirectory: '/home/jo/cannectors', home: '/home/jo', user: 'jo' };

test('the folder, the home and the user as part of a path must not occur', () => {
  expect(hostTraces(identity, Buffer.alloc(0))).toEqual([
    '/home/jo/cannectors',
    '/home/jo',
    '/jo/',
    '\\jo\\',
  ]);
});

test('what the Node.js binary holds itself says nothing', () => {
  const traces = hostTraces({ ...identity, home: '/root', user: 'root' }, Buffer.from('/opt/root/usr'));
  expect(traces).toEqual(['/home/jo/cannectors', '\\root\\']);
});

test('a folder that is part of any path is left out', () => {
  expect(hostTraces({ workingDirectory: '/', home: 'C:\\', user: 'jo' }, Buffer.alloc(0))).toEqual([
    '/jo/',
    '\\jo\\',
  ]);
});
