import { describe, expect, it } from 'vitest';
import { addedDotSegment } from './dot-segments.ts';

describe('addedDotSegment', () => {
  it.each([
    ['a step up', 'https://h.test/a/{{ x }}/b', 'https://h.test/a/../b', '..'],
    ['a segment that stands still', 'https://h.test/a/{{ x }}', 'https://h.test/a/.', '.'],
    ['a step made of two values', 'https://h.test/{{ x }}{{ y }}/b', 'https://h.test/../b', '..'],
    ['a step that the author began', 'https://h.test/.{{ x }}/b', 'https://h.test/../b', '..'],
    ['an encoded step', 'https://h.test/{{ x }}/b', 'https://h.test/%2E%2e/b', '%2E%2e'],
    ['a half encoded step', 'https://h.test/{{ x }}/b', 'https://h.test/.%2e/b', '.%2e'],
    ['a step before a query', 'https://h.test/a/{{ x }}?q=1', 'https://h.test/a/..?q=1', '..'],
    ['one more than the author wrote', 'https://h.test/a/../{id}/', 'https://h.test/a/../../', '..'],
  ])('finds %s', (_, source, endpoint, segment) => {
    expect(addedDotSegment(source, endpoint)).toBe(segment);
  });

  it.each([
    ['steps of the author', 'https://h.test/a/../b/{{ x }}', 'https://h.test/a/../b/1'],
    ['three dots', 'https://h.test/{{ x }}', 'https://h.test/...'],
    ['dots in a name', 'https://h.test/{{ x }}', 'https://h.test/..a'],
    ['an encoded percent sign', 'https://h.test/{{ x }}', 'https://h.test/%252e%252e'],
    ['encoded slashes', 'https://h.test/{{ x }}', 'https://h.test/..%2F..'],
    ['dots in the query', 'https://h.test/a?q={{ x }}', 'https://h.test/a?q=/../'],
    ['dots in the fragment', 'https://h.test/a#{{ x }}', 'https://h.test/a#/../'],
    ['an empty path', 'https://{{ x }}.test', 'https://h.test'],
  ])('leaves %s alone', (_, source, endpoint) => {
    expect(addedDotSegment(source, endpoint)).toBeUndefined();
  });
});
