import { describe, expect, it } from 'vitest';
import { box, campaign, collection, decideFor, polygon, told, withRules } from '../support/campaigns.ts';

const somewhere = withRules({ type: 'area', areas: collection(polygon([box(4, 52, 5, 53)])) });

describe('a location', () => {
  it.each([
    ['absent', undefined],
    ['null', null],
    ['at the north pole', { latitude: 90, longitude: 0 }],
    ['at the south pole', { latitude: -90, longitude: 0 }],
    ['at the antimeridian from the west', { latitude: 0, longitude: -180 }],
    ['at the antimeridian from the east', { latitude: 0, longitude: 180 }],
    ['at minus zero', { latitude: -0, longitude: -0 }],
    ['with more in it', { latitude: 1, longitude: 2, accuracy: 'bad' }],
  ])('%s is not invalid', (_, location) => {
    expect(told(decideFor(campaign(), { location }))).toEqual([]);
  });

  it.each([
    ['past the north pole', { latitude: 90.000001, longitude: 0 }],
    ['past the south pole', { latitude: -90.000001, longitude: 0 }],
    ['west of the antimeridian', { latitude: 0, longitude: -180.000001 }],
    ['east of the antimeridian', { latitude: 0, longitude: 180.000001 }],
    ['without a latitude', { longitude: 4.9 }],
    ['without a longitude', { latitude: 52.4 }],
    ['of strings', { latitude: '52.4', longitude: '4.9' }],
    ['of null', { latitude: null, longitude: null }],
    ['of NaN', { latitude: Number.NaN, longitude: 4.9 }],
    ['of infinity', { latitude: 52.4, longitude: Number.POSITIVE_INFINITY }],
    ['with other names', { lat: 52.4, lng: 4.9 }],
    ['a list', [52.4, 4.9]],
    ['a text', '52.4,4.9'],
    ['an empty text', ''],
    ['a number', 0],
    ['false', false],
    ['empty', {}],
    ['a function', Object.assign(() => 1, { latitude: 52.4, longitude: 4.9 })],
    ['half right', { latitude: 52.4, longitude: 181 }],
    ['right by half', { latitude: 91, longitude: 4.9 }],
    ['inherited', Object.create({ latitude: 52.4, longitude: 4.9 })],
  ])('%s is invalid, with or without an area, and then that alone is told', (_, location) => {
    for (const asked of [campaign(), somewhere]) {
      expect(decideFor(asked, { location }).violations).toEqual([
        {
          attribute: 'location',
          error_code: 'invalid',
          message: 'Location coordinates are not valid',
          campaign: 'spring',
          rule: null,
        },
      ]);
    }
  });

  it('is not asked again when a reservation is confirmed', () => {
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
    expect(decideFor(campaign(), { location: 'here' }, confirm).status).toBe('accepted');
  });
});
