import { describe, expect, it } from 'vitest';
import { parseJsonResponse } from './json-response.ts';

const LINE = 'GET https://h/x';

describe('parseJsonResponse', () => {
  it('keeps the digits of large integers', () => {
    expect(parseJsonResponse('{"id":9007199254740993}', LINE)).toEqual({ id: 9007199254740993n });
  });

  const document = '{"a":[1,-2.5e+10,true,false,null,"x\\u00e9\\n"],"b":{"c":""},"d":90071992547409931}';

  it.each(Array.from({ length: document.length }, (_, length) => document.slice(0, length)))(
    'refuses a document cut short: %s',
    (text) => {
      const message = `failed to parse JSON response: unexpected end of JSON input (${LINE})`;
      expect(() => parseJsonResponse(text, LINE)).toThrow(message);
      expect(() => parseJsonResponse(`${text}\n`, LINE)).toThrow('failed to parse JSON response: ');
    },
  );

  it.each([
    ['<html>', 'not valid JSON'],
    ['[1,]', 'not valid JSON'],
    ['{"a":1}}', 'not valid JSON at line 1 column 8'],
    ['{\n "a": 1\n "b": 2}', 'not valid JSON at line 3 column 2'],
    ['hunter2', 'not valid JSON'],
    ['[1e400]', 'a number is too large: the largest is about 1.8e308'],
    [`[${'9'.repeat(1001)}]`, 'an integer has more than 1000 digits'],
  ])('says where %j is wrong and does not quote it', (text, reason) => {
    try {
      parseJsonResponse(text, LINE);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        message: `failed to parse JSON response: ${reason} (${LINE})`,
        category: 'validation',
        retryable: false,
      });
    }
  });
});
