import { BoundedCache } from '../../core/bounded-cache.ts';
import { closestName } from '../../core/closest-name.ts';
import { KEPT_TEXTS } from './kept-texts.ts';
import { NamedZone } from './named-zone.ts';
import { type TimeZone, UTC } from './time-zone.ts';

/** There is no zone of that name. */
export class UnknownZoneError extends Error {
  override readonly name = 'UnknownZoneError';

  constructor(zone: string) {
    const closest = closestName(zone, ['UTC', 'Local', ...Intl.supportedValuesOf('timeZone')]);
    const shown = JSON.stringify(zone.slice(0, 40));
    super(`unknown time zone ${shown}${closest === undefined ? '' : `, did you mean ${closest}?`}`);
  }
}

const zones = new BoundedCache<TimeZone>(KEPT_TEXTS);

/**
 * The zone of a name: of the IANA time zone database in any case, `UTC`, or `Local` for the zone of the process.
 *
 * @throws {UnknownZoneError} naming the closest one
 */
export function timeZoneNamed(name: string): TimeZone {
  return zones.get(name, zoneOfName);
}

function zoneOfName(name: string): TimeZone {
  if (name === 'UTC') return UTC;
  if (name === 'Local') return processZone();
  // The runtime also takes offsets such as `+02:00`, which are no names.
  if (!/^[A-Za-z]/.test(name)) throw new UnknownZoneError(name);
  try {
    return databaseZone(name);
  } catch (error) {
    if (error instanceof RangeError) throw new UnknownZoneError(name);
    throw error;
  }
}

/** The database knows names in any case, and gives some of them another name, which authors would not recognise. */
function databaseZone(name: string): TimeZone {
  const { timeZone } = new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions();
  return new NamedZone(timeZone.toLowerCase() === name.toLowerCase() ? timeZone : name, name);
}

/** The zone the process started in; UTC when the host says nothing the runtime understands. */
function processZone(): TimeZone {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return timeZone === undefined || timeZone === 'Etc/Unknown' ? UTC : new NamedZone('Local', timeZone);
}
