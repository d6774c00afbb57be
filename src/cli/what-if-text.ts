import type {
  Campaign,
  ChangedWhatIf,
  Explanation,
  FactRead,
  Headroom,
  RuleExplanation,
  UpcomingWindow,
  Violation,
  WhatIf,
  WhatIfViolation,
} from '../index.ts';
import { fitted, shownWidth } from './fitted.ts';
import { shown } from './printable.ts';
import { table, type Paint } from './text.ts';

/** Columns of a bar: so many, or fewer where the screen is narrow. */
const BAR = 20;
const SHORTEST_BAR = 5;
const INDENT = '  ';

const STATUS = { accepted: 'green', refused: 'red', undetermined: 'yellow' } as const;
const ANSWER = { pass: 'green', fail: 'red', undetermined: 'yellow', skipped: 'dim' } as const;

/** The answer to a what-if on one screen of so many columns: the verdict, why, what would help, when, and what is left. */
export function describeWhatIf(
  answer: WhatIf | ChangedWhatIf,
  campaign: Campaign,
  paint: Paint,
  columns: number,
): string {
  const screen = new Screen(campaign, paint, columns);
  return fitted(describedOn(screen, answer, paint), columns);
}

function describedOn(screen: Screen, answer: WhatIf | ChangedWhatIf, paint: Paint): string {
  if (!('changed' in answer)) return screen.answer(answer);
  const { status, changed, difference } = answer;
  const before = paint(STATUS[status], status);
  const after = paint(STATUS[changed.status], changed.status);
  return (
    screen.difference(`${before} as it is, ${after} with the changes`, difference) + screen.answer(changed)
  );
}

class Screen {
  private readonly campaign: Campaign;
  private readonly paint: Paint;
  private readonly columns: number;
  private readonly clock: Intl.DateTimeFormat;
  private readonly offset: Intl.DateTimeFormat;
  private readonly zone: string;

  constructor(campaign: Campaign, paint: Paint, columns: number) {
    const { time_zone } = campaign.config;
    this.campaign = campaign;
    this.paint = paint;
    this.columns = columns;
    this.zone = typeof time_zone === 'string' ? time_zone : 'UTC';
    this.clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: this.zone,
      weekday: 'short',
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
      hourCycle: 'h23',
    });
    this.offset = new Intl.DateTimeFormat('en-GB', { timeZone: this.zone, timeZoneName: 'longOffset' });
  }

  answer(answer: WhatIf): string {
    const { status } = answer;
    return [
      `${this.paint('bold', shown(this.campaign.id))}  ${this.paint(STATUS[status], status)}\n`,
      this.section(
        'Why',
        answer.violations.flatMap((violation) => this.violation(violation)),
      ),
      this.section('Missing', this.missing(answer)),
      this.section('When', this.when(answer)),
      this.section('Left after this redemption', this.headroom(answer)),
    ].join('');
  }

  difference(headline: string, { lifted, added }: ChangedWhatIf['difference']): string {
    const lines = [
      ...lifted.map((violation) => `${this.paint('green', '−')} ${sentence(violation)}`),
      ...added.map((violation) => `${this.paint('red', '+')} ${sentence(violation)}`),
    ];
    return `${headline}\n${indented(lines)}\n`;
  }

  private section(title: string, lines: readonly string[]): string {
    return lines.length === 0 ? '' : `\n${this.paint('bold', title)}\n${indented(lines)}`;
  }

  private violation(violation: WhatIfViolation): string[] {
    const { sole_blocker, fix } = violation;
    return [
      sentence(violation),
      ...(fix ? [`  ${this.paint('green', 'would help')}  ${this.fix(violation, fix)}`] : []),
      ...(sole_blocker ? [`  ${this.paint('dim', 'nothing else is in the way')}`] : []),
    ];
  }

  private fix({ error_code }: WhatIfViolation, fix: NonNullable<WhatIfViolation['fix']>): string {
    const { changes, by, distance_m, area } = fix;
    const [change] = changes;
    const value = change?.value;
    if (by !== undefined)
      return `${error_code.startsWith('above') ? `${by} less` : `${by} more`}: ${shown(value)}`;
    if (distance_m !== undefined) {
      const { latitude, longitude } = value as { latitude: number; longitude: number };
      const place = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
      return `${distanceText(distance_m)} away${area === undefined ? '' : `, in ${shown(area)}`}: ${place}`;
    }
    if (change?.path === 'at') return `from ${this.time(String(value))}`;
    const entries = value as readonly { name: string; tags: readonly string[] }[];
    return `categories ${entries.map(({ name, tags }) => [name, ...tags].map(shown).join(': ')).join(', ') || 'without them'}`;
  }

  private missing({ missing }: WhatIf): string[] {
    return missing.map(({ attribute, rules }) => {
      const places = rules.map(({ campaign, rule }) => this.place(campaign, rule));
      return `${this.paint('yellow', shown(attribute))}  needed by ${[...new Set(places)].join(', ')}`;
    });
  }

  private when({ next_valid_at, next_valid_reason, upcoming }: WhatIf): string[] {
    const windows = upcoming.map((window) => `  ${this.window(window)}`);
    return [
      ...(next_valid_at === null ? this.never(next_valid_reason) : []),
      ...(typeof next_valid_at === 'string' ? [`not before ${this.time(next_valid_at)}`] : []),
      ...(windows.length > 0 ? [`without a violation (clocks of ${this.zone})`, ...windows] : []),
    ];
  }

  private never(reason: WhatIf['next_valid_reason']): string[] {
    if (reason === 'horizon') return ['never in the next five years'];
    const violations = reason ?? [];
    return [
      'waiting does not help, because of',
      ...violations.map((violation) => `  ${sentence(violation)}`),
    ];
  }

  private headroom(answer: WhatIf): string[] {
    if (answer.headroom.length === 0) return [];
    const widest = Math.max(...this.headroomWith(answer, BAR).map((row) => INDENT.length + shownWidth(row)));
    const excess = Math.max(0, widest - this.columns);
    return this.headroomWith(answer, Math.max(SHORTEST_BAR, BAR - excess));
  }

  private headroomWith({ headroom, tightest }: WhatIf, columnsOfBar: number): string[] {
    const rows = headroom.map((one) => {
      const { name, limit, used, remaining } = one;
      const isTightest = tightest !== null && one.name === tightest.name && one.rule === tightest.rule;
      return [
        name,
        bar(one, columnsOfBar),
        remaining ?? 'unknown',
        `of ${limit}`,
        used ?? 'unknown',
        isTightest ? 'tightest' : '',
      ];
    });
    return table([['counter', '', 'left', 'limit', 'used before', ''], ...rows], this.paint);
  }

  private place(campaign: string, rule: string | null): string {
    const of = campaign === this.campaign.id ? '' : `${shown(campaign)} `;
    return rule === null ? 'every redemption' : of + shown(rule);
  }

  private window({ start, end }: UpcomingWindow): string {
    return `${this.timeAndOffset(start)} to ${end === null ? 'at least five years on' : this.timeAndOffset(end)}`;
  }

  private time(instant: string): string {
    return `${this.wall(instant)} (${instant})`;
  }

  /** Clocks may show a time twice. */
  private timeAndOffset(instant: string): string {
    const parts = this.offset.formatToParts(new Date(instant));
    const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.slice('GMT'.length);
    return `${this.wall(instant)} ${offset === '' ? '+00:00' : offset}`;
  }

  /** On the clocks of the campaign: `Fri, 27 Nov 2026, 17:00`. */
  private wall(instant: string): string {
    return this.clock.format(new Date(instant)).replace(/(?::00)?\.000$/, '');
  }
}

/** Every rule: how it went, and what it read. */
export function describeExplanation(
  { rules, time_zone_data }: Explanation,
  paint: Paint,
  columns: number,
): string {
  const lines = rules.flatMap((rule) => ruleLines(rule, paint));
  const data = time_zone_data === null ? '' : ` (time-zone data ${shown(time_zone_data)})`;
  return fitted(`\n${paint('bold', `Rule by rule${data}`)}\n${indented(lines)}`, columns);
}

function ruleLines({ campaign, rule, type, answer, facts, rules }: RuleExplanation, paint: Paint): string[] {
  const place = rule === null ? '' : `  ${paint('dim', `${shown(campaign)} ${shown(rule)}`)}`;
  const read = facts.length === 0 ? [] : [`  ${paint('dim', 'read')} ${facts.map(factText).join(', ')}`];
  const nested = (rules ?? []).flatMap((one) => ruleLines(one, paint)).map((line) => `  ${line}`);
  return [`${paint(ANSWER[answer], answer.padEnd(12))}  ${shown(type)}${place}`, ...read, ...nested];
}

function factText(read: FactRead): string {
  return `${shown(read.fact)} ${'value' in read ? shown(read.value) : 'unknown'}`;
}

function sentence({ attribute, error_code, message }: Violation): string {
  return `${shown(attribute)}.${shown(error_code)}  ${shown(message)}`;
}

/** What is used, as a share of the limit. */
function bar({ limit, remaining }: Headroom, columns: number): string {
  if (remaining === null) return '?'.repeat(columns);
  const left = Number(limit) === 0 ? 0 : Number(remaining) / Number(limit);
  const filled = Math.min(columns, Math.ceil((1 - left) * columns));
  return '█'.repeat(filled) + '░'.repeat(columns - filled);
}

function distanceText(metres: number): string {
  return metres < 1_000 ? `${metres} m` : `${(metres / 1_000).toFixed(1)} km`;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `${INDENT}${line}\n`).join('');
}
