import { splitUrl } from './request-url.ts';

/** What the WHATWG URL standard takes for `.` and `..`, whatever the case. */
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i;

/**
 * The first path segment `.` or `..` that a rendered endpoint has beyond those the author wrote: data that a URL
 * parser would take for a step through the path, and that no percent-encoding can turn back into data.
 *
 * @param source the endpoint as the author wrote it, with its template tags or `{name}` placeholders
 * @param endpoint the endpoint with all values in place
 * @returns the segment as it stands in the endpoint; `undefined` when there is none
 */
export function addedDotSegment(source: string, endpoint: string): string | undefined {
  const found = dotSegments(endpoint);
  return found.length > 0 && found.length > dotSegments(source).length ? found[0] : undefined;
}

function dotSegments(url: string): string[] {
  return splitUrl(url)
    .path.split(/[/\\]/)
    .filter((segment) => DOT_SEGMENT.test(segment));
}
