import { fc, listOf, objectWith } from '../fast-check.ts';
import { CLOCK_CHANGES, zones } from './values.ts';

const DAY = 86_400_000;
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Windows of a time frame. Two days and more where only one bound is exact, so that it stays before the other. */
const frames = fc
  .record({
    from: fc.oneof(
      fc.integer({ min: -400, max: 400 }).map((days) => Date.UTC(2026, 5, 1) + days * DAY),
      fc.constantFrom(...CLOCK_CHANGES),
    ),
    length: fc.constantFrom(900, 900, 90, 2, 1 / 24, 1 / 48).map((days) => days * DAY),
    written: fc.constantFrom('local', 'local', 'exact', 'local start', 'local end'),
    open: fc.constantFrom('neither', 'neither', 'start', 'end'),
  })
  .map(({ from, length, written, open }) => {
    const isMixed = written === 'local start' || written === 'local end';
    const end = from + (isMixed ? Math.max(length, 2 * DAY) : length);
    return {
      ...(open !== 'start' && { start: bound(from, written === 'exact' || written === 'local end') }),
      ...(open !== 'end' && { end: bound(end, written === 'exact' || written === 'local start') }),
    };
  });

function bound(instant: number, isExact: boolean): string {
  return new Date(instant).toISOString().slice(0, 19) + (isExact ? 'Z' : '');
}

const clocks = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 0, 30, 59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));

const orderWindows = objectWith(
  {},
  {
    days: fc.uniqueArray(fc.constantFrom(...DAYS), { minLength: 1, maxLength: 7 }),
    start: clocks,
    end: fc.oneof(clocks, fc.constant('24:00')),
  },
);

export const timeFrames = objectWith(
  { type: fc.constant('time_frame' as const), windows: listOf(frames, 3) },
  { time_zone: zones },
);

export const timesOfOrder = objectWith(
  { type: fc.constant('time_of_order' as const), windows: listOf(orderWindows, 3) },
  { time_zone: zones },
);
