/** Fields of a campaign with a value that is wrong, whatever else it has. */
export const wrongFields: readonly (readonly [key: string, value: unknown])[] = [
  ['id', 7],
  ['id', ''],
  ['id', 'x'.repeat(201)],
  ['name', null],
  ['status', 'live'],
  ['status', null],
  ['voucher_type', 'Unique'],
  ['time_zone', 'Europe/Amsterdan'],
  ['time_zone', '+01:00'],
  ['time_zone', 1],
  ['max_redemptions', -1],
  ['max_redemptions', 1.5],
  ['max_redemptions', '10'],
  ['max_redemptions', Number.MAX_SAFE_INTEGER + 1],
  ['max_total_budget', '-0.01'],
  ['max_total_budget', '1e3'],
  ['max_total_budget', '1,000'],
  ['max_total_budget', 1e21],
  ['max_total_budget', null],
  ['rules', { type: 'new_customer' }],
  ['rules', null],
  ['max_redemtions', 5],
];

type WrongRule = readonly [rule: unknown, path: string];

const SQUARE = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [0, 0],
];

/** An area of one feature, and where in it an issue is. */
function areaOf(geometry: unknown, path: string, properties: unknown = {}): WrongRule {
  const feature = { type: 'Feature', properties, geometry };
  const areas = { type: 'FeatureCollection', features: [feature] };
  return [{ type: 'area', areas }, `/areas/features/0${path}`];
}

function polygonOf(ring: unknown, path: string): WrongRule {
  return areaOf({ type: 'Polygon', coordinates: [ring] }, `/geometry/coordinates/0${path}`);
}

function frame(window: unknown, path: string): WrongRule {
  return [{ type: 'time_frame', windows: [window] }, `/windows/0${path}`];
}

function order(window: unknown, path: string): WrongRule {
  return [{ type: 'time_of_order', windows: [window] }, `/windows/0${path}`];
}

/** Rules that are wrong, and where an issue is below them. */
export const wrongRules: readonly WrongRule[] = [
  [{ type: 'transaction_cost' }, ''],
  [{ type: 'transaction_cost', minimum: '10.00', maximum: '9.99' }, '/maximum'],
  [{ type: 'time_frame', windows: [] }, '/windows'],
  ['new_customer', ''],
  [null, ''],
  [{ period: 'daily', limit: '5' }, '/type'],
  [{ type: 'budgets', period: 'daily', limit: '5' }, '/type'],
  [{ type: 'new_customer', description: 7 }, '/description'],
  [{ type: 'new_customer', since: '2026-01-01' }, '/since'],
  [{ type: 'budget', period: 'daily' }, '/limit'],
  [{ type: 'budget', period: 'fortnightly', limit: '5' }, '/period'],
  [{ type: 'budget', period: 'daily', limit: '-5' }, '/limit'],
  [{ type: 'budget', period: 'daily', limit: '5', week_starts_on: 'sunday' }, '/week_starts_on'],
  [{ type: 'budget', period: 'daily', limit: '5', time_zone: 'UTC' }, '/time_zone'],
  [{ type: 'per_customer', max_redemptions: -1 }, '/max_redemptions'],
  [{ type: 'per_customer', max_redemptions: 1, week_starts_on: 'monday' }, '/week_starts_on'],
  [{ type: 'subscription' }, ''],
  [{ type: 'subscription', max_redemptions: 0 }, '/max_redemptions'],
  [{ type: 'subscription', time_limit: {} }, '/time_limit'],
  [{ type: 'subscription', time_limit: { days: 0, hours: 0 } }, '/time_limit/hours'],
  [{ type: 'subscription', time_limit: { months: 1.5 } }, '/time_limit/months'],
  [{ type: 'any_of', rules: [{ type: 'subscription', max_redemptions: 2 }] }, '/rules/0'],
  [{ type: 'category', category: 7 }, '/category'],
  [{ type: 'category', category: 'department', any_of: [] }, '/any_of'],
  [{ type: 'category', category: 'department', none_of: [] }, '/none_of'],
  [{ type: 'category', category: 'department', any_of: ['shoes', 7] }, '/any_of/1'],
  [{ type: 'any_of', rules: [] }, '/rules'],
  [{ type: 'all_of', rules: [] }, '/rules'],
  [{ type: 'all_of' }, '/rules'],
  [{ type: 'time_frame', time_zone: 'Mars/Olympus', windows: [{ start: '2026-01-01T00:00' }] }, '/time_zone'],
  [{ type: 'time_of_order', windows: [] }, '/windows'],
  frame({}, ''),
  frame({ start: '2026-03-02T00:00', end: '2026-03-01T00:00' }, '/end'),
  frame({ start: '2026-03-01T00:00Z', end: '2026-03-01T00:30+01:00' }, '/end'),
  // Only the zone shows it.
  frame({ start: '2026-03-03T00:00', end: '2026-03-01T00:00Z' }, '/end'),
  frame({ start: '2026-02-30T00:00' }, '/start'),
  frame({ start: '2026-03-01T24:00' }, '/start'),
  frame({ end: '2026-03-01' }, '/end'),
  frame({ start: '2026-03-01T00:00', until: '2026-03-02T00:00' }, '/until'),
  order({ start: '25:00' }, '/start'),
  order({ start: '24:00' }, '/start'),
  order({ end: '24:01' }, '/end'),
  order({ start: '9:00' }, '/start'),
  order({ days: [] }, '/days'),
  order({ days: ['friday', 'saturday', 'friday'] }, '/days/2'),
  order({ days: ['Friday'] }, '/days/0'),
  [{ type: 'area' }, '/areas'],
  [{ type: 'area', areas: { type: 'GeometryCollection', geometries: [] } }, '/areas/type'],
  [{ type: 'area', areas: { type: 'FeatureCollection', features: [] } }, '/areas/features'],
  areaOf({ type: 'LineString', coordinates: SQUARE }, '/geometry/type'),
  areaOf(null, '/geometry'),
  areaOf({ type: 'Point', coordinates: [4.9, 52.4] }, '/properties/radius_m'),
  areaOf({ type: 'Point', coordinates: [4.9, 52.4] }, '/properties/radius_m', { radius_m: 0 }),
  areaOf({ type: 'Point', coordinates: [181, 0] }, '/geometry/coordinates/0', { radius_m: 5 }),
  areaOf({ type: 'MultiPolygon', coordinates: [] }, '/geometry/coordinates'),
  areaOf({ type: 'Polygon', coordinates: [SQUARE] }, '/properties/name', { name: 7 }),
  polygonOf(SQUARE.slice(1), ''),
  polygonOf([...SQUARE.slice(0, 2), [0, 0]], ''),
  polygonOf(SQUARE.with(2, [1, 91]), '/2/1'),
  polygonOf(SQUARE.with(2, [1]), '/2'),
  polygonOf(
    [
      [-100, 0],
      [100, 0],
      [0, 50],
      [-100, 0],
    ],
    '/1',
  ),
];

/** An area of more positions than a rule may have: a heavy one. */
export const hugeRule: WrongRule = [
  {
    type: 'area',
    areas: {
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          properties: null,
          geometry: { type: 'Polygon', coordinates: [Array(100_001).fill([0, 0])] },
        },
      ],
    },
  },
  '/areas',
];
