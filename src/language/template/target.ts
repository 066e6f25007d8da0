/**
 * What a template writes, and therefore how the value of every output tag is escaped: `url` for endpoints and form
 * bodies, `json` and `xml` for bodies, `text` for headers, query parameters, cache keys and SQL.
 */
export type TemplateTarget = 'url' | 'json' | 'xml' | 'text';
