/** Where something stands in a configuration document: property names and list positions from the root. */
export type DocumentPath = readonly (string | number)[];

/** `filters[2].mappings[0].target` as reports print it; the root is `/`. */
export function documentPathText(path: DocumentPath): string {
  if (path.length === 0) return '/';
  let text = '';
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else text += text === '' ? segment : `.${segment}`;
  }
  return text;
}
