import zoneNameAt from '@photostructure/tz-lookup';
import { isZone, zoneOf, type Zone } from '../../time/zone.ts';

/** A winter and a summer, or the other way round. */
const JANUARY = Date.UTC(2025, 0, 15);
const JULY = Date.UTC(2025, 6, 15);

/**
 * Whose clocks show the time somewhere, to about the borders of countries; `undefined` at sea, in Antarctica, and
 * where the runtime does not know the zone.
 */
export function zoneAt(longitude: number, latitude: number): Zone | undefined {
  const name = zoneNameAt(latitude, longitude);
  return /^(?:Etc|Antarctica)\//.test(name) || !isZone(name) ? undefined : zoneOf(name);
}

/** Whether clocks show the same, in winter and in summer. */
export function haveSameClocks(a: Zone, b: Zone): boolean {
  return [JANUARY, JULY].every((instant) => a.offsetAt(instant) === b.offsetAt(instant));
}

/** False for a zone that says nothing about where one is. */
export function isSomewhere({ name }: Zone): boolean {
  return !/^(?:Etc\/.*|[A-Z]{3}|Universal|Zulu|Greenwich)$/i.test(name);
}
