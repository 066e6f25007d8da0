import { describe, expect, it } from 'vitest';
import { FUSE } from '../fixtures/bytes.ts';
import { fuseDigit, verifyFuse } from './fuse.ts';

const off = Buffer.from(`before ${FUSE} behind`);
const on = Buffer.from(`before ${FUSE.replace(':0', ':1')} behind`);

describe('verifyFuse', () => {
  it.each<[what: string, prepared: Buffer, injected: Buffer, findings: string[]]>([
    ['a fuse that was switched on', off, on, []],
    ['a fuse that is still off', off, off, ['the fuse reads ":0", expected ":1"']],
    ['a fuse that was on before', on, on, ['the fuse of the prepared file is not off']],
    ['no fuse', off, Buffer.from('nothing'), ['the fuse text is missing']],
    ['a second fuse', off, Buffer.concat([on, on]), ['the fuse text occurs more than once']],
    [
      'a fuse at another place',
      off,
      Buffer.concat([Buffer.alloc(1), on]),
      ['the fuse is not where it is in the prepared file'],
    ],
  ])('reports %s', (_what, prepared, injected, findings) => {
    expect(verifyFuse(prepared, injected)).toEqual(findings);
  });
});

it('fuseDigit gives the place of the one byte that changes', () => {
  const [digit] = fuseDigit(off);
  expect(off.toString('latin1', digit?.start, digit?.end)).toBe('0');
  expect(fuseDigit(Buffer.from('nothing'))).toEqual([]);
});
