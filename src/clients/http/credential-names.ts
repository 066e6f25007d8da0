import type { HeaderField } from './header-fields.ts';
import { queryPieces } from './query-string.ts';

const CREDENTIAL_WORDS = /authorization|cookie|token|key|secret|password|signature/i;

/** True when a header or query parameter of that name is likely to carry a credential. Errs on the safe side. */
export function looksLikeCredential(name: string): boolean {
  return CREDENTIAL_WORDS.test(name);
}

/** The header with its value hidden when its name looks like a credential. The scheme of an authorization stays. */
export function maskedHeader([name, value]: HeaderField): HeaderField {
  if (!looksLikeCredential(name)) return [name, value];
  if (/^bearer /i.test(value)) return [name, 'Bearer [MASKED-TOKEN]'];
  if (/^basic /i.test(value)) return [name, 'Basic [MASKED-CREDENTIALS]'];
  return [name, '[MASKED]'];
}

/** The URL with the values of query parameters hidden whose names look like credentials. */
export function maskedUrl(href: string): string {
  const mark = href.indexOf('?');
  if (mark < 0) return href;
  const pieces = queryPieces(href.slice(mark + 1)).map(({ text, name }) =>
    looksLikeCredential(name) ? `${text.split('=', 1)[0]}=[MASKED]` : text,
  );
  return `${href.slice(0, mark)}?${pieces.join('&')}`;
}
