import { describe, expect, it } from 'vitest';
import { campaign, decide, issuesOf, told } from '../support/campaigns.ts';

describe('the status of a campaign', () => {
  it('active accepts', () => {
    expect(told(decide(campaign({ status: 'active' })))).toEqual([]);
  });

  it.each([['draft'], ['inactive'], [undefined]])('%s refuses', (status) => {
    expect(decide(campaign({ status })).violations).toEqual([
      {
        attribute: 'campaign',
        error_code: 'not_active',
        message: 'Campaign is not accepting redemptions because it is not active',
        campaign: 'spring',
        rule: '/status',
      },
    ]);
  });

  it.each([
    { operation: 'confirm', existing: { status: 'pending', claims: [] } },
    { operation: 'confirm', existing: { status: 'pending', claims: [{ name: 'x', key: 'x', add: 1 }] } },
  ])('is asked again when a reservation is confirmed: %j', (fields) => {
    expect(told(decide(campaign({ status: 'inactive' }), fields))).toEqual(['campaign.not_active']);
  });

  it('is not asked when a reservation is cancelled', () => {
    const cancel = { operation: 'cancel', existing: { status: 'pending', claims: [] } };
    expect(told(decide(campaign({ status: 'inactive' }), cancel))).toEqual([]);
  });

  it('of an ancestor is told of the ancestor', () => {
    const config = campaign({ parent: { id: 'year', status: 'inactive' } });
    expect(decide(config).violations).toMatchObject([{ campaign: 'year', rule: '/status' }]);
  });

  it('of a campaign and its ancestor is told once, of the campaign', () => {
    const config = campaign({ status: 'draft', parent: { id: 'year', status: 'inactive' } });
    expect(decide(config).violations).toMatchObject([{ campaign: 'spring', rule: '/status' }]);
  });

  it.each([
    ['Active', ' (did you mean "active"?)', '"Active"'],
    ['actve', ' (did you mean "active"?)', '"actve"'],
    ['deleted', '', '"deleted"'],
    [null, '', 'null'],
    [1, '', '1'],
    [['active'], '', 'a list'],
  ])('%j is an issue', (status, meant, found) => {
    const expected = `one of "draft", "active", "inactive"${meant}`;
    expect(issuesOf(campaign({ status }))).toEqual([
      { path: '/status', message: `expected ${expected}, found ${found}`, found, expected },
    ]);
  });
});
