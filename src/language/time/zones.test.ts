import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { FARTHEST_INSTANT } from './calendar.ts';
import { FixedZone, UTC } from './time-zone.ts';
import { timeZoneNamed } from './zones.ts';

const at = (text: string): number => Date.parse(text);
/** The instant of a wall time, as UTC text. */
const instant = (zone: string, wall: string): string =>
  new Date(timeZoneNamed(zone).instantOf(at(`${wall}Z`))).toISOString().replace('.000Z', 'Z');

describe('the offset of a zone at an instant', () => {
  it.each([
    ['UTC', '2024-07-01T00:00:00Z', 0],
    ['Europe/Paris', '2024-03-31T00:59:59.999Z', 3600],
    ['Europe/Paris', '2024-03-31T01:00:00Z', 7200],
    ['Europe/Paris', '2024-10-27T00:59:59Z', 7200],
    ['Europe/Paris', '2024-10-27T01:00:00Z', 3600],
    ['America/New_York', '2024-03-10T06:59:59Z', -18_000],
    ['America/New_York', '2024-03-10T07:00:00Z', -14_400],
    ['Australia/Lord_Howe', '2024-01-01T00:00:00Z', 39_600],
    ['Australia/Lord_Howe', '2024-07-01T00:00:00Z', 37_800],
    ['Asia/Kolkata', '2024-01-01T00:00:00Z', 19_800],
    ['America/St_Johns', '2024-01-01T00:00:00Z', -12_600],
    ['Europe/Paris', '1900-01-01T00:00:00Z', 561],
    ['America/New_York', '1880-01-01T00:00:00Z', -17_762],
    ['Europe/Paris', '0001-01-01T00:00:00Z', 561],
    ['Europe/London', '2024-01-01T00:00:00Z', 0],
  ])('%s at %s', (zone, text, offset) => {
    expect(timeZoneNamed(zone).offsetAt(at(text))).toBe(offset);
  });

  it('is known from the first to the last instant, and nothing beyond fails', () => {
    const zone = timeZoneNamed('Europe/Paris');
    expect([-FARTHEST_INSTANT, FARTHEST_INSTANT].map((ms) => zone.offsetAt(ms))).toEqual([561, 7200]);
    expect(zone.offsetAt(FARTHEST_INSTANT + 1)).toBe(0);
    expect(zone.abbreviationAt(Number.NaN)).toBeUndefined();
  });
});

describe('the instant of a wall time', () => {
  it.each([
    ['Europe/Paris', '2024-03-31T01:59:59', '2024-03-31T00:59:59Z'],
    ['Europe/Paris', '2024-03-31T02:00:00', '2024-03-31T01:00:00Z'],
    ['Europe/Paris', '2024-03-31T02:30:00', '2024-03-31T01:30:00Z'],
    ['Europe/Paris', '2024-03-31T03:00:00', '2024-03-31T01:00:00Z'],
    ['Europe/Paris', '2024-03-31T23:00:00', '2024-03-31T21:00:00Z'],
    ['Europe/Paris', '2024-10-27T01:59:59', '2024-10-26T23:59:59Z'],
    ['Europe/Paris', '2024-10-27T02:30:00', '2024-10-27T00:30:00Z'],
    ['Europe/Paris', '2024-10-27T03:00:00', '2024-10-27T02:00:00Z'],
    ['America/New_York', '2024-03-10T02:30:00', '2024-03-10T07:30:00Z'],
    ['America/New_York', '2024-11-03T01:30:00', '2024-11-03T05:30:00Z'],
    ['America/New_York', '2024-11-03T02:00:00', '2024-11-03T07:00:00Z'],
    ['America/New_York', '2024-11-03T00:30:00', '2024-11-03T04:30:00Z'],
    ['Australia/Lord_Howe', '2024-10-06T02:15:00', '2024-10-05T15:45:00Z'],
    ['Australia/Lord_Howe', '2024-10-06T02:30:00', '2024-10-05T15:30:00Z'],
    ['Australia/Lord_Howe', '2024-04-07T01:45:00', '2024-04-06T14:45:00Z'],
    ['Australia/Lord_Howe', '2024-04-07T02:00:00', '2024-04-06T15:30:00Z'],
    ['Pacific/Apia', '2011-12-30T12:00:00', '2011-12-30T22:00:00Z'],
    ['Pacific/Apia', '2011-12-31T12:00:00', '2011-12-30T22:00:00Z'],
    ['Pacific/Kiritimati', '2024-01-01T00:00:00', '2023-12-31T10:00:00Z'],
    ['Etc/GMT+12', '2024-01-01T00:00:00', '2024-01-01T12:00:00Z'],
    ['Europe/Paris', '1900-01-01T00:09:21', '1900-01-01T00:00:00Z'],
    ['UTC', '2024-03-31T02:30:00', '2024-03-31T02:30:00Z'],
  ])('%s %s', (zone, wall, expected) => {
    expect(instant(zone, wall)).toBe(expected);
  });

  it('shows that wall time again, unless clocks skip it', () => {
    const paris = timeZoneNamed('Europe/Paris');
    for (const change of ['2024-03-31', '2024-10-27']) {
      for (let wall = at(change) - 2 * 86_400_000; wall < at(change) + 2 * 86_400_000; wall += 900_000) {
        const found = paris.instantOf(wall);
        const skipped = wall >= at('2024-03-31T02:00:00Z') && wall < at('2024-03-31T03:00:00Z');
        expect(found + paris.offsetAt(found) * 1000 - wall).toBe(skipped ? 3_600_000 : 0);
      }
    }
  });
});

describe('the abbreviation of a zone', () => {
  it.each([
    ['UTC', '2024-01-01', 'UTC'],
    ['Europe/Paris', '2024-01-01', 'CET'],
    ['Europe/Paris', '2024-07-01', 'CEST'],
    ['Europe/London', '2024-01-01', 'GMT'],
    ['Europe/London', '2024-07-01', 'BST'],
    ['America/New_York', '2024-01-01', 'EST'],
    ['America/New_York', '2024-07-01', 'EDT'],
    ['America/St_Johns', '2024-07-01', 'NDT'],
    ['Australia/Sydney', '2024-01-01', 'AEDT'],
    ['Asia/Kolkata', '2024-01-01', 'IST'],
    ['America/Sao_Paulo', '2024-01-01', undefined],
    ['Europe/Paris', '1900-01-01', undefined],
  ])('%s in %s is %s', (zone, date, abbreviation) => {
    expect(timeZoneNamed(zone).abbreviationAt(at(date))).toBe(abbreviation);
  });
});

describe('a zone by its name', () => {
  it.each([
    ['UTC', 'UTC'],
    ['Europe/Paris', 'Europe/Paris'],
    ['europe/paris', 'Europe/Paris'],
    ['CET', 'CET'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['Local', 'Local'],
  ])('%s is called %s', (name, text) => {
    expect(String(timeZoneNamed(name))).toBe(text);
  });

  it.each([
    ['Europe/Pari', 'unknown time zone "Europe/Pari", did you mean Europe/Paris?'],
    ['utc+1', 'unknown time zone "utc+1"'],
    ['+02:00', 'unknown time zone "+02:00"'],
    ['Mars/Olympus_Mons', 'unknown time zone "Mars/Olympus_Mons"'],
    ['', 'unknown time zone ""'],
    ['Paris\n'.repeat(100), `unknown time zone ${JSON.stringify('Paris\n'.repeat(100).slice(0, 40))}`],
  ])('%j is unknown', (name, message) => {
    expect(() => timeZoneNamed(name)).toThrow(expect.objectContaining({ message }));
  });

  it('is the same zone as another of that name', () => {
    const paris = timeZoneNamed('Europe/Paris');
    expect(paris.isEqualTo(timeZoneNamed('EUROPE/PARIS'))).toBe(true);
    expect(paris.isEqualTo(timeZoneNamed('Europe/Berlin'))).toBe(false);
    expect(UTC.isEqualTo(timeZoneNamed('UTC'))).toBe(true);
    expect(UTC.isEqualTo(new FixedZone(3600, 'UTC'))).toBe(false);
    expect(new FixedZone(3600, undefined).isEqualTo(new FixedZone(3600, undefined))).toBe(true);
  });

  it.each([
    [7200, undefined, '+02:00'],
    [-17_762, undefined, '-04:56:02'],
    [0, 'EST', 'EST'],
  ])('has none but its offset %i and its abbreviation %s', (offset, abbreviation, text) => {
    expect(String(new FixedZone(offset, abbreviation))).toBe(text);
  });
});

describe('the zone of the process', () => {
  it.each([
    ['Asia/Tokyo', 'Local 32400'],
    ['', 'UTC 0'],
    ['Etc/Nowhere', 'UTC 0'],
  ])('TZ=%j', (zone, expected) => {
    const module = JSON.stringify(new URL('./zones.ts', import.meta.url).href);
    const program = `import { timeZoneNamed } from ${module};
      const zone = timeZoneNamed('Local'); console.log(zone.name, zone.offsetAt(0));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
    });
    expect(output.trim()).toBe(expected);
  });
});
