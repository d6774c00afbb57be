// What a redemption lacks of what is needed, said plainly: what an index must not get wrong.

import { Temporal } from 'temporal-polyfill';
import { isAtMost } from '../../src/money.ts';
import type { Needs, Span } from '../../src/needs.ts';
import type { Redemption } from '../../src/rule.ts';

export type Asked = Pick<Redemption, 'at' | 'location' | 'cost' | 'categories'>;

/** The respects in which a redemption lacks something. */
export function lacking(needs: Needs, { at, location, cost, categories }: Asked): (keyof Needs)[] {
  const { instants, week, boxes, cost: bounds, tags } = needs;
  const has: Readonly<Record<keyof Needs, boolean>> = {
    instants: instants === undefined || instants.some((span) => holds(span, at)),
    week: week === undefined || week.minutes.some((span) => holds(span, minuteOfWeek(at, week.zone))),
    boxes:
      boxes === undefined ||
      location === 'invalid' ||
      (location !== 'absent' &&
        boxes.some(
          ({ west, south, east, north }) =>
            west <= location.longitude &&
            location.longitude <= east &&
            south <= location.latitude &&
            location.latitude <= north,
        )),
    cost:
      cost === undefined ||
      ((bounds?.least === undefined || isAtMost(bounds.least, cost)) &&
        (bounds?.most === undefined || isAtMost(cost, bounds.most))),
    tags:
      tags === undefined ||
      (categories !== 'unreadable' &&
        tags.some(({ category, tag }) =>
          categories.some(
            (entry) => entry.name === category && (tag === undefined || entry.tags.includes(tag)),
          ),
        )),
  };
  return (Object.keys(has) as (keyof Needs)[]).filter((respect) => !has[respect]);
}

function holds({ start, end }: Span, value: number): boolean {
  return start <= value && value < end;
}

/** Whole minutes since Monday 00:00 by the wall clock. */
function minuteOfWeek(at: number, zone: string): number {
  const clock = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return ((clock.dayOfWeek - 1) * 24 + clock.hour) * 60 + clock.minute;
}
