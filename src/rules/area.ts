import { AreaSet, certaintyAmong } from '../area/area-set.ts';
import { areas, described, ruleConfig } from '../config-schema.ts';
import { defineEngineRule, HOLDS, type Judge } from '../rule.ts';

/**
 * Where a voucher may be redeemed: the location is in one of the areas, borders included. Absent →
 * `location.required`; in none → `location.outside_of_permitted_areas` with the names of the areas. An invalid location
 * is told by the location format and not looked at here.
 */
export const area = defineEngineRule({
  type: 'area',
  rows: ['location.required', 'location.outside_of_permitted_areas'],
  config: ruleConfig('area', {
    areas: described(
      areas(),
      'A GeoJSON FeatureCollection of Polygons, MultiPolygons and Points with properties.radius_m; any one is enough.',
    ),
  }),
  retestOnConfirm: false,
  compile({ areas }, env) {
    const names = areas.map(({ name }) => name).filter((name) => name !== undefined);
    const permitted = new AreaSet(areas);
    const required = env.violation('location.required');
    const outside = env.violation('location.outside_of_permitted_areas', { expected: { areas: names } });
    return {
      needs: () => ({ boxes: areas.flatMap(({ boxes }) => boxes) }),
      judgement: {
        judge: ofPlace,
        violations: [required, outside],
        numbers: () => permitted.numbers,
        thing: () => permitted,
      },
    };
  },
});

const REQUIRED = 1;
const OUTSIDE = 2;

/** The numbers are those of the rings of few polygons; the thing are all areas. */
const ofPlace: Judge = ({ location }, numbers, from, to, areas) => {
  if (typeof location === 'string') return location === 'absent' ? REQUIRED : HOLDS;
  const certainty = certaintyAmong(numbers, from, to, location);
  const isInside =
    certainty === 'uncertain'
      ? (areas as AreaSet).contains(location.longitude, location.latitude)
      : certainty === 'inside';
  return isInside ? HOLDS : OUTSIDE;
};
