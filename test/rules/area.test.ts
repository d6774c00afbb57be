import { describe, expect, it } from 'vitest';
import {
  box,
  circle,
  collection,
  decideFor,
  feature,
  pathsOf,
  polygon,
  told,
  withRules,
  type Fields,
} from '../support/campaigns.ts';

const OUTSIDE = ['location.outside_of_permitted_areas'];
const centre = polygon([box(4.86, 52.35, 4.94, 52.39)], 'Centre');

function inAreas(...features: readonly Fields[]): Fields {
  return withRules({ type: 'area', areas: collection(...features) });
}

function tellsAt(longitude: number, latitude: number, ...features: readonly Fields[]): string[] {
  return told(decideFor(inAreas(...features), { location: { longitude, latitude } }));
}

describe('an area', () => {
  it.each([[undefined], [null]])('needs a location, not %j', (location) => {
    expect(decideFor(inAreas(centre), { location }).violations).toEqual([
      {
        attribute: 'location',
        error_code: 'required',
        message: 'Location is required to redeem this voucher',
        campaign: 'spring',
        rule: '/rules/0',
      },
    ]);
  });

  it('that does not hold the location is told by its name', () => {
    const location = { longitude: 4.95, latitude: 52.37 };
    expect(decideFor(inAreas(centre), { location }).violations).toEqual([
      {
        attribute: 'location',
        error_code: 'outside_of_permitted_areas',
        message: 'Location is outside of permitted areas',
        expected: { areas: ['Centre'] },
        campaign: 'spring',
        rule: '/rules/0',
      },
    ]);
  });

  it('is one of several: any one is enough, whatever its kind', () => {
    const islands = feature({ type: 'MultiPolygon', coordinates: [[box(0, 0, 1, 1)], [box(2, 0, 3, 1)]] });
    const all = [centre, islands, circle([10, 50], 1_000)] as const;
    expect(tellsAt(4.9, 52.37, ...all)).toEqual([]);
    expect(tellsAt(0.5, 0.5, ...all)).toEqual([]);
    expect(tellsAt(2.5, 0.5, ...all)).toEqual([]);
    expect(tellsAt(10, 50, ...all)).toEqual([]);
    expect(tellsAt(1.5, 0.5, ...all)).toEqual(OUTSIDE);
  });

  it('names the areas in order, and leaves unnamed ones out', () => {
    const config = inAreas(
      circle([0, 0], 1, 'Zuid'),
      polygon([box(0, 0, 1, 1)]),
      centre,
      feature({ type: 'Polygon', coordinates: [box(0, 0, 1, 1)] }, null),
      feature({ type: 'Polygon', coordinates: [box(0, 0, 1, 1)] }, { name: null }),
    );
    const decision = decideFor(config, { location: { longitude: -50, latitude: 0 } });
    expect(decision.violations[0]?.expected).toEqual({ areas: ['Zuid', 'Centre'] });
    const unnamed = decideFor(inAreas(polygon([box(0, 0, 1, 1)])), {
      location: { longitude: -50, latitude: 0 },
    });
    expect(unnamed.violations[0]?.expected).toEqual({ areas: [] });
  });

  it('may be a world away at the next rule, and then each is told with its own names', () => {
    const north = polygon([box(0, 60, 1, 61)], 'North');
    const config = withRules(
      { type: 'area', areas: collection(centre) },
      { type: 'area', areas: collection(north) },
      { type: 'area', areas: collection(north) },
    );
    const decision = decideFor(config, { location: { longitude: 0, latitude: 0 } });
    expect(decision.violations.map(({ rule, expected }) => [rule, expected])).toEqual([
      ['/rules/0', { areas: ['Centre'] }],
      ['/rules/1', { areas: ['North'] }],
    ]);
    expect(told(decideFor(config, {}))).toEqual(['location.required']);
  });

  it('does not look at a location that is invalid, which is told anyway', () => {
    expect(told(decideFor(inAreas(centre), { location: { latitude: 91, longitude: 0 } }))).toEqual([
      'location.invalid',
    ]);
  });

  it('is not asked again when a reservation is confirmed', () => {
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
    expect(told(decideFor(inAreas(centre), {}, confirm))).toEqual([]);
  });

  it('has a config of areas and nothing else', () => {
    expect(pathsOf(withRules({ type: 'area' }))).toEqual(['/rules/0/areas']);
    expect(pathsOf(withRules({ type: 'area', areas: collection(centre), time_zone: 'UTC' }))).toEqual([
      '/rules/0/time_zone',
    ]);
    expect(pathsOf(withRules({ type: 'area', areas: collection(polygon([[]])) }))).toEqual([
      '/rules/0/areas/features/0/geometry/coordinates/0',
    ]);
    expect(pathsOf(withRules({ type: 'area', areas: null }))).toEqual(['/rules/0/areas']);
  });
});
