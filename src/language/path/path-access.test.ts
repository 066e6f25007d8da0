import { describe, expect, it } from 'vitest';
import type { DataObject } from '../../core/record.ts';
import { UTC } from '../time/time-zone.ts';
import { Timestamp } from '../time/timestamp.ts';
import { isOrdinary } from './path-access.ts';
import { parseRecordPath } from './record-path.ts';

describe('keys that read fast', () => {
  it.each(['id', 'customer', 'odd key', 'é'])('%s is one', (key) => {
    expect(isOrdinary(key)).toBe(true);
  });

  it('are none that a list, a timestamp or a prototype answers to', () => {
    const timestamp = new Timestamp(0, 0, UTC);
    const answered = [
      ...Object.getOwnPropertyNames(Array.prototype),
      ...Object.getOwnPropertyNames(Object.prototype),
      ...Object.getOwnPropertyNames(Date.prototype),
      ...Object.keys(timestamp),
      '0',
      '17',
    ];
    expect(answered.filter(isOrdinary)).toEqual([]);
  });

  it.each(['a.length', 'a.0', 'a.getTime', 'a.zone', 'a.b.length', 'a.toString', 'a.submilliseconds'])(
    '%s finds nothing in a list, a timestamp or a text',
    (path) => {
      for (const a of [[1], new Timestamp(0, 5, UTC), new Date(0), 'text', 7, null, {}, { b: [1] }]) {
        expect(parseRecordPath(path).get({ a } as DataObject)).toBeUndefined();
      }
    },
  );
});
