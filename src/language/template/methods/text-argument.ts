import { refuseArgument, subjectText } from '../call-values.ts';
import type { CallSite } from '../definition.ts';
import { isText } from '../operations/concatenation.ts';
import type { TemplateValue } from '../value.ts';

/** An argument that has to be a text. */
export function textArgument(
  value: TemplateValue | undefined,
  parameter: string,
  callee: string,
  site: CallSite,
): string {
  if (value !== undefined && isText(value)) return subjectText(value, site);
  return refuseArgument(callee, parameter, 'a string', value, site.fail);
}
