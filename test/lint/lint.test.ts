import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { CampaignConfigError, compile, countLimit, defineRule } from '../../src/index.ts';
import { lint, lintTogether } from '../../src/lint/index.ts';
import { campaign, withRules } from '../support/campaigns.ts';
import { anyOf, cost, findings, frame, hours, isImpossible, pathsOf } from './support/lint.ts';

describe('lint', () => {
  it('takes a config or what it compiles to, and changes neither', () => {
    const config = withRules(cost('0'), cost('20', '30'), cost(undefined, '10'));
    const before = JSON.stringify(config);
    const compiled = compile(config);
    expect(lint(compiled)).toEqual(lint(config));
    expect(lint(compiled)).toEqual(lint(compiled));
    expect(JSON.stringify(config)).toBe(before);
    expect(JSON.parse(JSON.stringify(lint(config)))).toEqual(lint(config));
  });

  it('finds nothing where nothing is to be found', () => {
    expect(lint(campaign())).toEqual({ findings: [] });
    expect(lint(withRules(cost('20'), hours('17:00', '02:00'), frame('2026-01-01T00:00')))).toEqual({
      findings: [],
    });
  });

  it('throws for what is no campaign, and for what is no instant', () => {
    expect(() => lint({ id: '' })).toThrow(CampaignConfigError);
    expect(() => lint(undefined)).toThrow(CampaignConfigError);
    expect(() => lint(campaign(), { at: '2026-01-01' })).toThrow(
      new TypeError('at: expected an instant, found "2026-01-01"'),
    );
    for (const at of [0, new Date(0), '1970-01-01T00:00Z', undefined])
      expect(lint(campaign(), { at })).toEqual({ findings: [] });
  });

  it('tells contradictions first, then what is idle, then hazards', () => {
    const rules = [
      cost('0'),
      cost('5', '5'),
      cost('6'),
      { type: 'any_of', rules: [{ type: 'new_customer' }] },
      { ...hours('02:00', '03:00'), time_zone: 'Europe/Amsterdam' },
    ];
    expect([...new Set(findings({ rules }).map(({ kind }) => kind))]).toEqual([
      'never_accepts',
      'never_refuses',
      'clock_change',
    ]);
  });
});

describe('several campaigns', () => {
  const parent = { id: 'brand', rules: [cost('0')] };

  it('are told of in order, what they share once', () => {
    const report = lintTogether([
      { id: 'a', parent },
      { id: 'b', rules: [cost('0')], parent },
    ]);
    expect(report.findings.map(({ campaign: id, path }) => id + path)).toEqual([
      'brand/rules/0',
      'b/rules/0',
    ]);
  });

  it('that have the same id share their counters', () => {
    const { findings: found } = lintTogether([
      { id: 'a' },
      compile({ id: 'b' }),
      { id: 'a', rules: [cost('5')] },
    ]);
    expect(found).toEqual([
      {
        kind: 'suspicious',
        severity: 'warning',
        campaign: 'a',
        path: '/id',
        message: 'Another campaign has the same id: they share their counters.',
      },
    ]);
  });

  it('may be none, and have one instant', () => {
    expect(lintTogether([])).toEqual({ findings: [] });
    expect(
      lintTogether([withRules(frame(undefined, '2020-01-01T00:00'))], { at: '2026-01-01T00:00Z' }).findings,
    ).toHaveLength(1);
    expect(() => lintTogether([], { at: 'now' })).toThrow(TypeError);
  });
});

describe('rules of the host’s own', () => {
  const morning = defineRule({
    type: 'acme_morning',
    rows: [{ attribute: 'acme', error_code: 'acme.closed', message: 'Closed' }],
    config: v.strictObject({ type: v.literal('acme_morning'), time_zone: v.optional(v.string()) }),
    retestOnConfirm: false,
    compile: (_, env) => {
      const closed = env.violation('acme.acme.closed');
      return {
        needs: { week: { zone: 'UTC', minutes: [{ start: 540, end: 720 }] } },
        limits: [
          countLimit(
            env.counters.own('acme.visits', () => 'all'),
            0,
            { exceeded: closed, askedOf: 'renewals' },
          ),
        ],
        check: () => undefined,
      };
    },
  });
  const group = defineRule({
    type: 'acme_none_of',
    rows: [],
    config: v.object({ type: v.literal('acme_none_of'), rules: v.array(v.unknown()) }),
    retestOnConfirm: false,
    isGroup: true,
    compile: () => ({ check: () => undefined }),
  });
  const options = { rules: [morning, group] };
  const kinds = (...rules: readonly unknown[]) =>
    lint(withRules(...rules), options).findings.map(({ kind, path }) => `${kind} ${path}`);

  it('count by what they need, and by their limits', () => {
    expect(kinds({ type: 'acme_morning' })).toEqual([]);
    expect(kinds({ type: 'acme_morning' }, hours('12:00', '13:00'))).toEqual(['never_accepts /rules/0']);
    expect(kinds({ type: 'acme_morning' }, hours('11:59', '13:00'))).toEqual([]);
    // What it refuses nobody but the host knows.
    expect(kinds({ type: 'acme_morning' }, hours('00:00', '24:00'))).toEqual(['never_refuses /rules/1']);
    expect(kinds({ type: 'acme_morning', time_zone: 'the zone of acme' })).toEqual([]);
  });

  it('may say that a rule of ours adds nothing', () => {
    expect(kinds({ type: 'acme_morning' }, hours('08:00', '13:00', { days: ['monday'] }))).toEqual([
      'never_matters /rules/1',
    ]);
  });

  it('that are groups say nothing of the rules in them', () => {
    expect(kinds({ type: 'acme_none_of', rules: [cost('5'), cost(undefined, '4')] })).toEqual([]);
    expect(kinds(cost('6'), { type: 'acme_none_of', rules: [cost('5')] })).toEqual([]);
  });
});

describe('large and hostile campaigns', () => {
  const chain = (rule: (i: number, level: number) => unknown): Record<string, unknown> => {
    let parent: Record<string, unknown> | null = null;
    for (let level = 7; level >= 0; level--) {
      parent = { id: `l${level}`, parent, rules: Array.from({ length: 128 }, (_, i) => rule(i, level)) };
    }
    return parent ?? {};
  };

  it('are answered with what was found in bounded work, twice the same', () => {
    const config = chain((i, level) => cost(String(i + level), '99999'));
    const first = lint(config);
    expect(first.findings.length).toBeGreaterThan(0);
    expect(lint(config)).toEqual(first);
  });

  it('of rules that all contradict one another', () => {
    expect(
      lint(
        chain((i) => ({
          type: 'time_frame',
          windows: [
            {
              start: `2026-01-01T00:00:${String(i % 60).padStart(2, '0')}Z`,
              end: `2026-01-01T00:00:${String(i % 60).padStart(2, '0')}.5Z`,
            },
          ],
        })),
      ).findings.length,
    ).toBeGreaterThan(0);
  });

  it('in which nothing is proved within the work there is say nothing', () => {
    // Nine who each want a place of their own, and eight places: too many ways to try.
    const everybody = Array.from({ length: 9 }, (_, i) => `p${i}`);
    const rules = everybody.map((one) => {
      const others = everybody.filter((other) => other !== one);
      return anyOf(
        ...Array.from({ length: 8 }, (_, place) => {
          return { type: 'category', category: `place ${place}`, any_of: [one], none_of: others };
        }),
      );
    });
    expect(isImpossible(...rules)).toBe(false);
    const few = rules.slice(0, 4).map(({ rules: places }) => anyOf(...(places as unknown[]).slice(0, 3)));
    expect(isImpossible(...few)).toBe(true);
  });

  it('with more zones than can be looked through', () => {
    const zones = Intl.supportedValuesOf('timeZone').slice(0, 60);
    const rules = zones.map((time_zone) => ({
      type: 'time_of_order',
      time_zone,
      windows: [{ start: '08:00', end: '20:00' }],
    }));
    expect(pathsOf('never_refuses', { rules })).toEqual([]);
  });
});
