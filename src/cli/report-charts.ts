import type { LimitReached, Replayed, Tally } from '../simulate/index.ts';

/** A chart that the page draws: numbers by time. */
export interface Chart {
  readonly title: string;
  /** Epoch seconds, as the plotting library has it; in order. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
  /** The highest number there is room for; absent: the highest of the series. */
  readonly top?: number;
  /** Each number holds until the next one's time. */
  readonly isStepped: boolean;
}

interface Series {
  readonly label: string;
  readonly values: readonly number[];
  readonly colour: 'good' | 'bad' | 'money' | 'other';
}

/** One of the replays that a page shows, and what is added to names of what it is about. */
export interface Side {
  readonly replay: Replayed;
  readonly suffix: string;
}

/** Orders and discounts over time; `each` names the period. */
export function timeCharts(sides: readonly Side[], each: string): Chart[] {
  const bounds = sides.flatMap(({ replay }) => replay.timeline.flatMap(({ start, end }) => [start, end]));
  const times = [...new Set(bounds.map(secondsOf))].toSorted((a, b) => a - b);
  const series = (
    { replay, suffix }: Side,
    label: string,
    colour: Series['colour'],
    of: (tally: Tally) => number,
  ): Series => {
    const byStart = new Map(replay.timeline.map((tally) => [secondsOf(tally.start), of(tally)]));
    return { label: label + suffix, values: times.map((time) => byStart.get(time) ?? 0), colour };
  };
  const [first, second] = sides as [Side, Side?];
  const accepted = (side: Side, colour: Series['colour']) =>
    series(side, 'accepted', colour, (tally) => tally.accepted);
  const granted = (side: Side, colour: Series['colour']) =>
    series(side, 'granted', colour, (tally) => Number(tally.granted));
  const refused = series(first, 'refused', 'bad', (tally) => tally.refused);
  return [
    {
      title: second ? `Accepted orders, each ${each}` : `Orders, each ${each}`,
      times,
      series: [accepted(first, 'good'), second ? accepted(second, 'money') : refused],
      isStepped: true,
    },
    {
      title: `Discount granted, each ${each}`,
      times,
      series: [granted(first, 'money'), ...(second ? [granted(second, 'other')] : [])],
      isStepped: true,
    },
  ];
}

type Point = readonly [time: number, left: number];

/** What a limit left over time. */
export function burnDownChart(limit: LimitReached, { replay, suffix }: Side): Chart | undefined {
  const { name, windows, burn_down } = limit;
  const isShort = burn_down.length <= windows.length && windows[0]?.start !== null;
  const points = isShort ? atEnds(limit) : throughWindows(limit, replay.from ?? '');
  // Where one window starts as another ends, one point is enough.
  const drawn = points.filter(([time], i) => points[i + 1]?.[0] !== time);
  if (drawn.length < 2) return undefined;
  return {
    title: `${name}${suffix}: left ${isShort ? 'at the end of each window' : 'over time'}`,
    times: drawn.map(([time]) => time),
    series: [{ label: 'left', values: drawn.map(([, left]) => left), colour: 'money' }],
    top: Number(limit.limit),
    isStepped: isShort,
  };
}

/** Of windows as short as the periods of the timeline: what each left; between them, all. */
function atEnds({ limit, windows }: LimitReached): Point[] {
  return windows.flatMap(({ start, end, remaining }): Point[] => {
    if (start === null || end === null) return [];
    return [
      [secondsOf(start), Number(remaining)],
      [secondsOf(end), Number(limit)],
    ];
  });
}

/** All of it where a window starts, then less and less where something was counted. */
function throughWindows({ limit, windows, burn_down }: LimitReached, from: string): Point[] {
  const whole = Number(limit);
  return windows.flatMap(({ start, end }): Point[] => {
    const over = end === null ? Infinity : secondsOf(end);
    const first = secondsOf(start ?? from);
    let left = whole;
    const course = burn_down
      .filter((part) => secondsOf(part.end) > first && secondsOf(part.end) <= over)
      .flatMap((part): Point[] => {
        const before: Point = [Math.max(first, secondsOf(part.start)), left];
        left = Number(part.remaining);
        // The second before: something else may start with it.
        return [before, [secondsOf(part.end) - 1, left]];
      });
    if (end === null) return [[first, whole], ...course];
    return [[first, whole], ...course, [over - 1, left], [over, whole]];
  });
}

function secondsOf(instant: string): number {
  return Date.parse(instant) / 1_000;
}
