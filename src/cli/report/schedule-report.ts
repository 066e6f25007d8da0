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

/** RFC 3339 to the second, in the time zone of the process. */
function localTimestamp(date: Date): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  const offset = -date.getTimezoneOffset();
  const minutes = Math.abs(offset);
  const zone =
    offset === 0 ? 'Z' : `${offset < 0 ? '-' : '+'}${pad(Math.trunc(minutes / 60))}:${pad(minutes % 60)}`;
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}${zone}`;
}
