import { describe, expect, it } from 'vitest';
import { formerStateFileName, stateFileName } from './state-file-name.ts';

describe('stateFileName', () => {
  it.each([
    ['orders-sync', 'orders-sync.json'],
    ['My Orders', 'My Orders.json'],
    ['orders.v2', 'orders.v2.json'],
    ['Commandes été', 'Commandes été.json'],
    ['team/orders', 'team%2Forders.json'],
    ['other/orders', 'other%2Forders.json'],
    ['..', '%2E%2E.json'],
    ['../../etc/passwd', '%2E%2E%2F.%2E%2Fetc%2Fpasswd.json'],
    ['.hidden', '%2Ehidden.json'],
    ['a..b', 'a.%2Eb.json'],
    ['ends.', 'ends%2E.json'],
    ['ends ', 'ends%20.json'],
    ['a:b*c?"<>|\\', 'a%3Ab%2Ac%3F%22%3C%3E%7C%5C.json'],
    ['100%', '100%25.json'],
    ['nul', '%6Eul.json'],
    ['COM1.orders', '%43OM1.orders.json'],
    ['a\0b\n', 'a%00b%0A.json'],
  ])('names the file of %j %s', (id, name) => {
    expect(stateFileName(id)).toBe(name);
  });

  it('keeps names of any id within what file systems take, and different', () => {
    const one = stateFileName('/'.repeat(127) + 'a');
    const other = stateFileName('/'.repeat(127) + 'b');
    expect(Buffer.byteLength(one)).toBeLessThanOrEqual(205);
    expect(one).not.toBe(other);
    expect(Buffer.byteLength(stateFileName('\u{20000}'.repeat(128)))).toBeLessThanOrEqual(205);
  });
});

describe('formerStateFileName', () => {
  it.each([
    ['team/orders', 'orders.json'],
    ['team/orders/', 'orders.json'],
    ['My Orders', 'My Orders.json'],
    ['..', undefined],
    ['/', undefined],
    ['a\0', undefined],
  ])('of %j is %s', (id, name) => {
    expect(formerStateFileName(id)).toBe(name);
  });
});
