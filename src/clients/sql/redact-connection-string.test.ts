import { describe, expect, it } from 'vitest';
import { redactConnectionString } from './redact-connection-string.ts';

describe('the redaction of a connection string', () => {
  it.each([
    [
      'postgres://etl:S3cret@pg.acme.test:5432/dw?sslmode=require',
      'postgres://etl:[REDACTED]@pg.acme.test:5432/dw?sslmode=require',
    ],
    ["host=pg user=etl password='a b' dbname=dw", 'host=pg user=etl password=[REDACTED] dbname=dw'],
    ['etl:S3cret@tcp(my.acme.test:3306)/dw', 'etl:[REDACTED]@tcp(my.acme.test:3306)/dw'],
    ['file:./dw.db?_pragma_key=abc&mode=ro', 'file:./dw.db?_pragma_key=[REDACTED]&mode=ro'],
    ["host=h password='a b' dbname=d", 'host=h password=[REDACTED] dbname=d'],
    ['postgres://u@h/d?password=x&y=z', 'postgres://u@h/d?password=[REDACTED]&y=z'],
    ['postgres://u:p@h/d?passwd=q', 'postgres://u:[REDACTED]@h/d?passwd=[REDACTED]'],
    ['u:p@tcp(h:3306)/d', 'u:[REDACTED]@tcp(h:3306)/d'],
    ['file:./a.db?_pragma_key=k&z=1', 'file:./a.db?_pragma_key=[REDACTED]&z=1'],
    ['u:p@ss:w/rd@tcp(h:3306)/d', 'u:[REDACTED]@tcp(h:3306)/d'],
    ['u:p@ss@unix(/run/s)/d', 'u:[REDACTED]@unix(/run/s)/d'],
    ['u:p@h/d', 'u:[REDACTED]@h/d'],
    ['u:p@ss@h:3306/d', 'u:[REDACTED]@h:3306/d'],
    ['mysql://u:p%40ss@h:3306/d', 'mysql://u:[REDACTED]@h:3306/d'],
    ['postgres://u:p@ss@h:5432/d', 'postgres://u:[REDACTED]@h:5432/d'],
    ['postgres://u:p@h/d?options=a@b', 'postgres://u:[REDACTED]@h/d?options=a@b'],
    ['postgres://u:p@h1:5432,h2:5432/d', 'postgres://u:[REDACTED]@h1:5432,h2:5432/d'],
    ['postgres://h/d?sslpassword=x&a=b', 'postgres://h/d?sslpassword=[REDACTED]&a=b'],
    ['HOST=h PASSWORD = x dbname=d', 'HOST=h PASSWORD = [REDACTED] dbname=d'],
    ["host=h passphrase = 'a b' token=t", 'host=h passphrase = [REDACTED] token=[REDACTED]'],
    ['host=h password="a\\"b c" dbname=d', 'host=h password=[REDACTED] dbname=d'],
    ["host=h password='never closed dbname=d", 'host=h password=[REDACTED]'],
    ['host=h password=x:y@z dbname=d', 'host=h password=[REDACTED] dbname=d'],
    [
      'file:./a.db?_auth_pass=x&_auth_crypt=y;pwd=z',
      'file:./a.db?_auth_pass=[REDACTED]&_auth_crypt=[REDACTED];pwd=[REDACTED]',
    ],
    ["file:./a.db?_pragma=key('abc')&mode=ro", 'file:./a.db?_pragma=key([REDACTED])&mode=ro'],
    ['u:/p@tcp(h:3306)/d', 'u:[REDACTED]@tcp(h:3306)/d'],
    ['postgres://u:p?x@h/d', 'postgres://u:[REDACTED]@h/d'],
    ['postgres://u:p/x@h/d', 'postgres://u:[REDACTED]@h/d'],
  ])('turns %s into %s', (text, redacted) => {
    expect(redactConnectionString(text)).toBe(redacted);
  });

  it.each([
    'postgres://u@h/d',
    'postgres://app@db/x',
    'postgres://h:5432/d',
    'postgres://h:5432/d?application_name=a@b',
    'postgres://u@h:5432/d',
    'u@tcp(h:3306)/d',
    './data/app.db',
    'a@b.db',
    'C:\\data\\a@b.db',
    '/srv/a:b@c.db',
    'file:/srv/a:b@c.db?_pragma=foreign_keys(1)',
    ':memory:',
    'host=h user=u dbname=d',
    '',
  ])('leaves %s as it is: there is no password', (text) => {
    expect(redactConnectionString(text)).toBe(text);
  });
});
