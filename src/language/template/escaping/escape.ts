import type { TemplateTarget } from '../target.ts';
import { escapeJson } from './json.ts';
import { escapeUrl } from './url.ts';
import { escapeXml } from './xml.ts';

/** Turns the text of a value into text that the target reads as data. */
export type Escape = (text: string) => string;

const RULES: Readonly<Record<TemplateTarget, Escape | undefined>> = {
  url: escapeUrl,
  json: escapeJson,
  xml: escapeXml,
  text: undefined,
};

/** The escaping rule of a target; `undefined` for a target that needs none. */
export function escapeFor(target: TemplateTarget): Escape | undefined {
  return RULES[target];
}
