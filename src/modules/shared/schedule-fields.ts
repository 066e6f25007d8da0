import { Type } from 'typebox';
import { oneOf } from '../contract/schema.ts';

/** Settings of every input that can run at fixed times. The pipeline reads them, not the module. */
export const SCHEDULE_FIELDS = {
  schedule: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'When to run: five cron fields, six with the second in front, @hourly and its like, or @every 5m; TZ=<zone> in front chooses the time zone. Absent, the pipeline runs once.',
    }),
  ),
  overlap: Type.Optional(
    oneOf(['queue', 'skip', 'coalesce'], {
      default: 'queue',
      description:
        'What a tick does that comes while a run is going: wait in line (at most 100), be left out, or be one more run afterwards together with every other such tick.',
    }),
  ),
} as const;
