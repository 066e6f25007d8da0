import { Duration } from '../../../core/duration.ts';
import { TimeZone } from '../../time/time-zone.ts';
import { timeZoneNamed, UnknownZoneError } from '../../time/zones.ts';
import { textArgument } from '../builtins/arguments.ts';
import type { Fail } from '../evaluation.ts';
import type { StaticType } from '../static-type.ts';
import { staticTypeText } from '../static-type.ts';
import { typeName } from '../type-name.ts';
import type { ExpressionValue } from '../value.ts';

/** What a parameter that takes a zone accepts: the zone or its name. */
export const ZONE: readonly StaticType[] = ['timezone', 'string'];
/** What a parameter that takes a timestamp accepts. */
export const TIMESTAMP: readonly StaticType[] = ['timestamp'];
/** What a parameter that takes a duration accepts. */
export const DURATION: readonly StaticType[] = ['duration'];

function unusable(value: ExpressionValue | undefined, wanted: StaticType, name: string): string {
  return `cannot use ${typeName(value ?? null)} as argument (type ${staticTypeText(wanted)}) to call ${name}`;
}

/** The argument as a time zone, which may be given by its name. */
export function zoneArgument(value: ExpressionValue | undefined, name: string, fail: Fail): TimeZone {
  if (value instanceof TimeZone) return value;
  return typeof value === 'string' ? zoneOfName(value, fail) : fail(unusable(value, 'timezone', name));
}

/** The zone of that name; the failure names the closest one there is. */
export function zoneOfName(name: string, fail: Fail): TimeZone {
  try {
    return timeZoneNamed(name);
  } catch (error) {
    if (error instanceof UnknownZoneError) return fail(error.message);
    throw error;
  }
}

/** Longer layouts are not kept compiled, and no date needs one. */
const LONGEST_LAYOUT = 1000;

/** The argument as the text of a layout. */
export function layoutArgument(value: ExpressionValue | undefined, fail: Fail): string {
  const layout = textArgument(value, fail);
  return layout.length <= LONGEST_LAYOUT ? layout : fail(`layout longer than ${LONGEST_LAYOUT} characters`);
}

export function timestampArgument(value: ExpressionValue | undefined, name: string, fail: Fail): Date {
  return value instanceof Date ? value : fail(unusable(value, 'timestamp', name));
}

export function durationArgument(value: ExpressionValue | undefined, name: string, fail: Fail): Duration {
  return value instanceof Duration ? value : fail(unusable(value, 'duration', name));
}
