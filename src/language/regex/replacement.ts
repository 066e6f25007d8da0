/** A piece of a replacement: text that stands for itself, or the number of a group whose text is inserted. */
export type ReplacementPart = string | number;

/** What a replacement may refer to. */
export interface Groups {
  readonly count: number;
  /** The number of each named group. */
  readonly names: ReadonlyMap<string, number>;
}

const REFERENCE = /\$(?:(\$)|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu;

/**
 * Reads a replacement text: `$1`, `${1}`, `$name`, `${name}` insert a group, `$0` the whole match, `$$` a
 * dollar. An unbraced name is the longest run of letters, digits and underscores, so `$1x` is the group `1x`.
 * An unknown group inserts nothing; any other `$` stands for itself.
 */
export function parseReplacement(template: string, groups: Groups): ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  let literal = '';
  let end = 0;
  for (const match of template.matchAll(REFERENCE)) {
    const [text, dollar, bare, braced] = match;
    literal += template.slice(end, match.index);
    end = match.index + text.length;
    if (dollar !== undefined) {
      literal += '$';
      continue;
    }
    const group = groupNumber(bare ?? braced ?? '', groups);
    if (group === undefined) continue;
    if (literal !== '') parts.push(literal);
    literal = '';
    parts.push(group);
  }
  literal += template.slice(end);
  if (literal !== '') parts.push(literal);
  return parts;
}

function groupNumber(name: string, groups: Groups): number | undefined {
  if (!/^(?:0|[1-9]\d{0,7})$/.test(name)) return groups.names.get(name);
  const number = Number(name);
  return number <= groups.count ? number : undefined;
}
