import { Timestamp } from '../../language/time/timestamp.ts';
import { timeZoneNamed } from '../../language/time/zones.ts';
import { printable } from '../../observability/printable.ts';
import type { Schedule } from '../../pipeline/schedule/schedule.ts';
import type { FlagValues } from '../flags.ts';

/** What a person sees when a scheduled pipeline has started. */
export function bannerLines(
  pipelineId: string,
  schedule: Schedule,
  now: Date,
  { verbose }: Pick<FlagValues, 'verbose'>,
): string[] {
  const next = schedule.next(now);
  const unavailable = verbose ? ['  Next run: unavailable (no time within nine years)'] : [];
  return [
    '🕐 Scheduler started',
    `  Pipeline: ${printable(pipelineId)}`,
    `  Schedule: ${printable(schedule.text)}`,
    ...(next === undefined ? unavailable : [`  Next run: ${localTimestamp(next)}`]),
    '  Press Ctrl+C to stop...',
  ];
}

/** RFC 3339 in the time zone of the process; the times of a schedule are whole seconds. */
function localTimestamp(date: Date): string {
  return new Timestamp(date.getTime(), 0, timeZoneNamed('Local')).toISOString();
}
