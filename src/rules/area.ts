import { AreaSet, isSurelyInside } from '../area/area-set.ts';
import { areas, described, ruleConfig } from '../config-schema.ts';
import { defineRule, type Holds } from '../rule.ts';

/**
 * Where a voucher may be redeemed: the location is in one of the areas, borders included. Absent →
 * `location.required`; in none → `location.outside_of_permitted_areas` with the names of the areas. An invalid location
 * is told by the location format and not looked at here.
 */
export const area = defineRule({
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
      shortcut: { holds: isInside, thing: () => permitted.rings },
      check({ location }, report) {
        if (location === 'invalid') return;
        if (location === 'absent') {
          report(required);
          return;
        }
        if (!permitted.contains(location.longitude, location.latitude)) report(outside);
      },
    };
  },
});

/** The thing are the rings of all areas, if they are few polygons. */
const isInside: Holds = ({ location }, _numbers, _from, _to, rings) => {
  return (
    rings !== undefined && typeof location === 'object' && isSurelyInside(rings as Float64Array, location)
  );
};
