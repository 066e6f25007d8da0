/**
 * Translates the simplest RE2 patterns to the source of a native regular expression (flags `u`, no `m`) that
 * matches exactly the same text in linear time. Anything else gives `undefined` and is left to the RE2 engine.
 *
 * Accepted is a sequence of characters, `.`, `\d \D \w \W \s \S` and plain classes, optionally anchored by
 * `^`/`\A` and `$`/`\z`. A backtracking engine stays linear on it because at most one element has a variable
 * length, and that one is either the very last thing of the pattern or the pattern is anchored at its start.
 */
export function nativePattern(pattern: string): string | undefined {
  const body = /^(\^|\\A)?(.*?)(\$|\\z)?$/su.exec(pattern);
  if (body === null) return undefined;
  const anchored = body[1] !== undefined;
  const text = body[2] ?? '';
  // A `$` after an odd number of backslashes belongs to them, and `\\z` ends in the letter z.
  const endsInEscape = (/\\*$/.exec(text)?.[0].length ?? 0) % 2 === 1;
  if (endsInEscape) return undefined;
  const closed = body[3] !== undefined;

  let source = anchored ? '^' : '';
  let variable = false;
  const element = new RegExp(ELEMENT, 'suy');
  while (element.lastIndex < text.length) {
    const match = element.exec(text);
    if (match === null) return undefined;
    const atom = translateAtom(match[1] ?? '');
    const quantifier = match[2] ?? '';
    if (atom === undefined || (variable && !anchored)) return undefined;
    if (quantifier !== '' && !quantifier.startsWith('{')) {
      if (variable) return undefined;
      variable = true;
    }
    source += atom + quantifier;
  }
  if (variable && closed && !anchored) return undefined;
  return source + (closed ? '$' : '');
}

/** One element: a class, an escape or a character, then an optional quantifier that no other one follows. */
const ELEMENT = String.raw`(\[\^?(?:\\.|[^\\[\]])+\]|\\.|[^\\()|[\]{}*+?^$])([*+?]|\{\d{1,2}\})?(?![*+?{])`;

const ESCAPED_CLASSES = new Map([
  ['\\d', '0-9'],
  ['\\w', '0-9A-Za-z_'],
  ['\\s', '\\t\\n\\f\\r\\x20'],
]);

function translateAtom(atom: string): string | undefined {
  if (atom === '.') return '[^\\n]';
  if (atom.startsWith('[')) return translateClass(atom);
  if (!atom.startsWith('\\')) return literal(atom);
  const members = ESCAPED_CLASSES.get(atom.toLowerCase());
  if (members !== undefined) return `[${atom === atom.toLowerCase() ? '' : '^'}${members}]`;
  return escapedPunctuation(atom);
}

function translateClass(text: string): string | undefined {
  const negated = text.startsWith('[^');
  let members = '';
  const member = /(\\.|[^\\])(?:-(\\.|[^\\]))?/suy;
  const inner = text.slice(negated ? 2 : 1, -1);
  while (member.lastIndex < inner.length) {
    const [, from = '', to] = member.exec(inner) ?? [];
    const shorthand = ESCAPED_CLASSES.get(from);
    if (to !== undefined) {
      // Only the ranges whose meaning is beyond doubt.
      if (!/^(?:[0-9]{2}|[A-Z]{2}|[a-z]{2})$/.test(from + to) || from > to) return undefined;
      members += `${from}-${to}`;
    } else if (shorthand !== undefined) {
      members += shorthand;
    } else {
      const single = from.startsWith('\\') ? escapedPunctuation(from) : literal(from);
      if (single === undefined) return undefined;
      members += single;
    }
  }
  return `[${negated ? '^' : ''}${members}]`;
}

/** RE2 takes a backslash before any ASCII punctuation as that character. */
function escapedPunctuation(sequence: string): string | undefined {
  return /^\\[!-/:-@[-`{-~]$/.test(sequence) ? literal(sequence.slice(1)) : undefined;
}

function literal(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
