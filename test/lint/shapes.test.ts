import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.ts';
import { Effort } from '../../src/lint/effort.ts';
import type { Finding } from '../../src/lint/index.ts';
import { commonPlace } from '../../src/lint/place/common-place.ts';
import { CirclePart, PolygonPart } from '../../src/lint/place/part.ts';
import { box, campaign, circle, feature, polygon } from '../support/campaigns.ts';
import { anyOf, areas, findings } from './support/lint.ts';

type Ring = readonly (readonly number[])[];

/** Somewhere clocks tell nothing about latitude and longitude. */
const SOMEWHERE = { time_zone: 'Etc/UTC' };

function geometry(...features: readonly unknown[]): readonly Finding[] {
  return findings({ ...SOMEWHERE, rules: [areas(...features)] }).filter(({ kind }) => kind === 'geometry');
}

const told = (...features: readonly unknown[]) =>
  geometry(...features).map(
    ({ path, message }) => `${path.replace('/rules/0/areas/features', '')}: ${message}`,
  );

const multi = (...polygons: readonly unknown[]) => feature({ type: 'MultiPolygon', coordinates: polygons });

describe('a ring', () => {
  const meets = (ring: Ring) => geometry(polygon([ring])).map(({ witness }) => witness?.location);

  it('that crosses itself is told, with the place', () => {
    const bow = [
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
      [0, 0],
    ];
    expect(geometry(polygon([bow]))).toEqual([
      {
        kind: 'geometry',
        severity: 'warning',
        campaign: 'spring',
        path: '/rules/0/areas/features/0/geometry/coordinates/0',
        message:
          'This ring meets itself at longitude 0.5, latitude 0.5: what lies inside an even number of times is outside.',
        witness: { location: { latitude: 0.5, longitude: 0.5 } },
      },
    ]);
  });

  it('that does not is not told, whatever its form', () => {
    expect(meets(box(0, 0, 1, 1))).toEqual([]);
    expect(
      meets([
        [0, 0],
        [4, 0],
        [4, 4],
        [2, 1],
        [0, 4],
        [0, 0],
      ]),
    ).toEqual([]);
    expect(
      meets([
        [0, 0],
        [1, 0],
        [0, 1],
        [0, 0],
      ]),
    ).toEqual([]);
    // Repeated positions, and positions on the way, are harmless.
    expect(
      meets([
        [0, 0],
        [0, 0],
        [1, 0],
        [2, 0],
        [2, 2],
        [2, 2],
        [0, 2],
        [0, 0],
      ]),
    ).toEqual([]);
  });

  it('that touches itself at a vertex, from either side of it', () => {
    const pinched = [
      [0, 0],
      [2, 2],
      [4, 0],
      [4, 4],
      [2, 2],
      [0, 4],
      [0, 0],
    ];
    expect(meets(pinched)).toEqual([{ latitude: 2, longitude: 2 }]);
    const vertexOnEdge = [
      [0, 0],
      [4, 0],
      [4, 4],
      [2, 0],
      [0, 4],
      [0, 0],
    ];
    expect(meets(vertexOnEdge)).toEqual([{ latitude: 0, longitude: 2 }]);
    expect(
      meets([
        [2, 0],
        [0, 4],
        [0, 0],
        [4, 0],
        [4, 4],
        [2, 0],
      ]),
    ).toEqual([{ latitude: 0, longitude: 2 }]);
    expect(
      meets([
        [4, 4],
        [2, 0],
        [0, 4],
        [0, 0],
        [4, 0],
        [4, 4],
      ]),
    ).toEqual([{ latitude: 0, longitude: 2 }]);
  });

  it('that nearly touches itself does not', () => {
    expect(
      meets([
        [0, 0],
        [4, 0],
        [4, 4],
        [2, 1e-12],
        [0, 4],
        [0, 0],
      ]),
    ).toEqual([]);
    expect(
      meets([
        [0, 0],
        [4, 0],
        [4, 4],
        [2, -1e-12],
        [0, 4],
        [0, 0],
      ]),
    ).toHaveLength(1);
  });

  it('that goes back over itself', () => {
    const spike = [
      [0, 0],
      [4, 0],
      [4, 4],
      [6, 4],
      [4, 4],
      [0, 4],
      [0, 0],
    ];
    expect(meets(spike)).toHaveLength(1);
    expect(
      meets([
        [0, 0],
        [4, 0],
        [2, 0],
        [2, 3],
        [0, 0],
      ]),
    ).toHaveLength(1);
    // From the last edge to the first.
    expect(
      meets([
        [6, 4],
        [4, 4],
        [4, 0],
        [0, 0],
        [0, 4],
        [4, 4],
        [6, 4],
      ]),
    ).toHaveLength(1);
    expect(
      meets([
        [4, 0],
        [2, 0],
        [2, 3],
        [0, 0],
        [4, 0],
      ]),
    ).toEqual([{ latitude: 0, longitude: 4 }]);
    const keyhole = [
      [0, 0],
      [9, 0],
      [9, 9],
      [0, 9],
      [0, 0],
      [3, 3],
      [3, 6],
      [6, 6],
      [6, 3],
      [3, 3],
      [0, 0],
    ];
    expect(meets(keyhole)).toHaveLength(1);
  });

  it('all of which lies on one line has nothing inside', () => {
    const flat = [
      [0, 0],
      [1, 1],
      [3, 3],
      [2, 2],
      [0, 0],
    ];
    expect(told(polygon([flat]))).toEqual([
      '/0/geometry/coordinates/0: All positions of this ring lie on one line: there is nothing inside.',
    ]);
    expect(
      told(
        polygon([
          [
            [1, 1],
            [1, 1],
            [1, 1],
            [1, 1],
          ],
        ]),
      ),
    ).toHaveLength(1);
  });

  it('is told in each polygon, as shell and as hole', () => {
    const bow = [
      [1, 1],
      [2, 2],
      [2, 1],
      [1, 2],
      [1, 1],
    ];
    expect(geometry(multi([box(5, 5, 6, 6)], [box(0, 0, 3, 3), bow])).map(({ path }) => path)).toEqual([
      '/rules/0/areas/features/0/geometry/coordinates/1/1',
    ]);
  });
});

describe('a hole', () => {
  it('outside of its shell, across it, on its border, and within', () => {
    const holed = (hole: Ring) => told(polygon([box(0, 0, 4, 4), hole]));
    expect(holed(box(5, 5, 6, 6))).toEqual([
      '/0/geometry/coordinates/1: This hole is not within its shell: longitude 5, latitude 5 is outside.',
    ]);
    expect(holed(box(3, 3, 5, 5))).toHaveLength(1);
    expect(holed(box(0, 0, 2, 2))).toEqual([]);
    expect(holed(box(1, 1, 2, 2))).toEqual([]);
  });

  it('that takes all of an area', () => {
    expect(told(polygon([box(1, 1, 2, 2), [...box(1, 1, 2, 2)].reverse()]))).toEqual([
      '/0: A hole takes away all of this area but its border.',
    ]);
    expect(told(polygon([box(1, 1, 2, 2), box(0, 0, 3, 3)])).at(-1)).toBe(
      '/0: A hole takes away all of this area.',
    );
  });
});

describe('areas of one rule', () => {
  it('that are the same, from whichever vertex and in whichever direction', () => {
    const around = [
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
      [1, 0],
    ];
    expect(told(polygon([box(0, 0, 1, 1)]), polygon([around]), polygon([[...around].reverse()]))).toEqual([
      '/1: This is the same area as areas/features/0.',
      '/2: This is the same area as areas/features/0.',
    ]);
    expect(told(circle([4, 52], 100), circle([4, 52], 100))).toEqual([
      '/1: This is the same area as areas/features/0.',
    ]);
    expect(told(circle([4, 52], 100), circle([4, 52], 101))).toEqual([
      '/1: This area overlaps areas/features/0, at longitude 4, latitude 52.',
    ]);
    const holed = (hole: Ring) => polygon([box(0, 0, 9, 9), hole]);
    expect(told(holed(box(1, 1, 2, 2)), holed(box(1, 1, 2, 3)))[0]).toMatch(/overlaps/);
    expect(told(holed(box(1, 1, 2, 2)), holed(box(1, 1, 2, 2)))[0]).toMatch(/the same/);
  });

  it('that overlap, share a border, a corner or nothing', () => {
    const beside = (ring: Ring) => told(polygon([box(0, 0, 2, 2)]), polygon([ring]));
    expect(beside(box(1, 1, 3, 3))).toHaveLength(1);
    expect(beside(box(2, 0, 3, 2))).toEqual([]);
    expect(beside(box(2, 2, 3, 3))).toEqual([]);
    expect(beside(box(3, 3, 4, 4))).toEqual([]);
    expect(
      beside([
        [2, 0],
        [3, 0],
        [3, 3],
        [1, 3],
        [2, 2],
        [2, 0],
      ]),
    ).toEqual([]);
    expect(beside(box(0.5, 0.5, 1, 1))).toEqual(['/1: This area lies within areas/features/0.']);
  });

  it('of which one is a point', () => {
    const dot = polygon([
      [
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 1],
      ],
    ]);
    expect(told(dot, polygon([box(0, 0, 2, 2)]))).toHaveLength(1);
    expect(told(polygon([box(0, 0, 2, 2)]), dot).at(-1)).toBe('/1: This area lies within areas/features/0.');
  });

  it('have a witness that lies well inside of both', () => {
    const pairs = [
      [polygon([box(0, 0, 4, 1)]), polygon([box(1, -1, 2, 3)])],
      [
        polygon([
          [
            [0, 0],
            [4, 1],
            [0, 2],
            [0, 0],
          ],
        ]),
        polygon([
          [
            [4.1, 0.9],
            [3.5, 1],
            [4.1, 1.1],
            [4.1, 0.9],
          ],
        ]),
      ],
      [polygon([box(0, 0, 9, 9), box(1, 1, 8, 8)]), polygon([box(7.5, 3, 12, 4)])],
      [circle([4, 52], 10_000), circle([4.2, 52], 10_000)],
      [circle([4, 52], 10_000), polygon([box(4.1, 51.99, 5, 52.01)])],
      [polygon([box(4.1, 51.99, 5, 52.01)]), circle([4, 52], 10_000)],
    ];
    for (const pair of pairs) {
      const [finding, ...others] = geometry(...pair);
      expect(others).toEqual([]);
      const location = finding?.witness?.location;
      for (const one of pair) {
        const { status } = compile(campaign({ rules: [areas(one)] })).evaluate({
          at: 0,
          voucher: { code: 'x' },
          redemption: { transaction_id: 'x', total_transaction_cost: 1, location },
          usage: { 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 0 },
        });
        expect(status, JSON.stringify([pair, location])).toBe('accepted');
      }
    }
  });

  it('are told of with no more than twenty, and that there are more', () => {
    const many = Array.from({ length: 30 }, (_, i) => polygon([box(i, 0, i + 1.5, 1)]));
    const lines = told(...many);
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('/rules/0/areas: There are more findings like the last one.');
  });

  it('are told of wherever the rule stands', () => {
    const rule = areas(polygon([box(0, 0, 1, 1)]), polygon([box(0, 0, 1, 1)]));
    const found = findings({ ...SOMEWHERE, rules: [anyOf(rule, { type: 'new_customer' })] });
    expect(found.map(({ path }) => path)).toContain('/rules/0/rules/0/areas/features/1');
  });
});

describe('a place in common', () => {
  const [left, right] = [box(0, 0, 4, 1), box(1, -1, 2, 3)].map((ring) => new PolygonPart('', 0, [ring]));

  it('is not found where there is not enough work left', () => {
    expect(commonPlace(left!, right!, new Effort(100))).toBeDefined();
    for (const steps of [0, 1, 2, 3])
      expect(
        commonPlace(left!, new PolygonPart('', 0, [box(3.9, 0.9, 9, 9)]), new Effort(steps)),
      ).toBeUndefined();
    // Only beside crossings, and those are not looked for any more.
    const [flat, upright] = [box(0, 0, 9, 0.1), box(8.8, -9, 8.9, 9)].map(
      (ring) => new PolygonPart('', 0, [ring]),
    );
    expect(commonPlace(flat!, upright!, new Effort(100))).toBeDefined();
    for (let steps = 4; steps < 14; steps++) commonPlace(flat!, upright!, new Effort(steps));
    expect(commonPlace(flat!, upright!, new Effort(5))).toBeUndefined();
  });

  it('is on no border: of a circle, up to a metre beside it', () => {
    const disc = new CirclePart('', 0, [0, 0], 111_195);
    expect([0.999, 1, 1.001].map((east) => disc.certainty(east, 0))).toEqual([
      'inside',
      'uncertain',
      'outside',
    ]);
  });
});

describe('a circle', () => {
  it('of less than a metre', () => {
    expect(told(circle([4, 52], 0.5))).toEqual([
      "/0/properties/radius_m: A radius of 0.5 m is less than anybody's location is known to.",
    ]);
    expect(told(circle([4, 52], 1))).toEqual([]);
  });
});

describe('latitude and longitude that may be exchanged', () => {
  const exchanged = (time_zone: string | undefined, ...features: readonly unknown[]) =>
    findings({ ...(time_zone && { time_zone }), rules: [areas(...features)] })
      .filter(({ message }) => message.startsWith('Latitude and longitude may be exchanged'))
      .map(({ path }) => path.replace('/rules/0/areas/features', ''));
  const amsterdam = polygon([box(4.86, 52.35, 4.94, 52.39)]);
  const turned = polygon([box(52.35, 4.86, 52.39, 4.94)]);

  it('by the clocks of the campaign', () => {
    expect(exchanged('Europe/Amsterdam', amsterdam)).toEqual([]);
    expect(exchanged('Europe/Amsterdam', turned)).toEqual(['/0']);
    expect(exchanged('Europe/Berlin', turned)).toEqual(['/0']);
    expect(exchanged('America/New_York', turned)).toEqual([]);
    expect(exchanged('Europe/Amsterdam', circle([52.37, 4.9], 1000))).toEqual(['/0']);
    // Dubai, of a campaign from Amsterdam: exchanged it were in Lithuania.
    expect(exchanged('Europe/Amsterdam', circle([55.27, 25.2], 1000))).toEqual([]);
  });

  it('by the sea, and by the poles', () => {
    // London and New York.
    expect(exchanged(undefined, circle([51.5, -0.12], 1000))).toEqual(['/0']);
    expect(exchanged(undefined, circle([40.7, -74], 1000))).toEqual(['/0']);
    expect(exchanged(undefined, circle([-0.12, 51.5], 1000), circle([-74, 40.7], 1000))).toEqual([]);
    // At sea either way.
    expect(exchanged(undefined, circle([-30, -30], 1000))).toEqual([]);
  });

  it('by the other areas', () => {
    expect(exchanged('Europe/Amsterdam', amsterdam, turned)).toEqual(['/1']);
    expect(exchanged('America/New_York', turned, circle([4.3, 52.1], 1000))).toEqual(['/0', '/1']);
    expect(exchanged(undefined, circle([51.5, -0.12], 1000), circle([51.6, -0.2], 1000))).toEqual([]);
  });

  it('of no more than five areas of a rule', () => {
    const many = Array.from({ length: 9 }, (_, i) => circle([-20 * i, 85], 1000));
    expect(exchanged(undefined, ...many).length).toBeLessThanOrEqual(5);
    expect(
      exchanged(
        'Europe/Amsterdam',
        ...Array.from({ length: 9 }, (_, i) => circle([40 + i / 10, 5 + 20 * (i % 2)], 100)),
      ),
    ).toEqual([]);
  });

  it('says why, and where the area lies as it is written', () => {
    const [finding] = findings({ time_zone: 'Europe/Amsterdam', rules: [areas(turned)] });
    expect(finding).toMatchObject({
      kind: 'geometry',
      severity: 'warning',
      path: '/rules/0/areas/features/0',
      message:
        'Latitude and longitude may be exchanged (GeoJSON has longitude first): as written this area is in Africa/Mogadishu, ' +
        'exchanged in Europe/Amsterdam, whose clocks are those of the rule.',
      witness: { location: { latitude: 4.9, longitude: expect.closeTo(52.37) as number } },
    });
  });
});
