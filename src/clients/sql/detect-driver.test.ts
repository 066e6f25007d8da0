import { describe, expect, it } from 'vitest';
import { detectDriver } from './detect-driver.ts';

describe('driver detection', () => {
  it.each([
    ['postgres://h/d', 'postgres'],
    ['POSTGRES://h/d', 'postgres'],
    ['PostgreSQL://h/shop.db', 'postgres'],
    ['file:./app', 'sqlite'],
    ['FILE:/srv/app.db?mode=ro', 'sqlite'],
    ['./data/app.db', 'sqlite'],
    ['x.SQLITE', 'sqlite'],
    ['u:p@tcp(h:3306)/shop.db', 'sqlite'],
    ['host=pg dbname=app.db', 'sqlite'],
    ['u:p@tcp(h:3306)/d', 'mysql'],
    ['u:p@unix(/s)/d', 'mysql'],
    ['u@TCP(h)/d', 'mysql'],
    ['u:p@h/d', 'mysql'],
    ['mysql://u:p@h:3306/d', 'mysql'],
    ['mongodb://u:p@h/d', 'mysql'],
    ['user:pass@/db', undefined],
    ['oracle://h', undefined],
    ['host=pg dbname=dw', undefined],
    [':memory:', undefined],
    ['app.sqlite3', undefined],
    ['app.db?_pragma=foreign_keys(1)', undefined],
  ])('takes %s for %s', (connectionString, driver) => {
    expect(detectDriver(connectionString)).toBe(driver);
  });
});
