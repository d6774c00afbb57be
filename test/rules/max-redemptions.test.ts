import { describe, expect, it } from 'vitest';
import { campaign, claimed, decide, issuesOf, pathsOf, planned, told } from '../support/campaigns.ts';
import { plain } from '../support/plain.ts';

const three = campaign({ max_redemptions: 3 });

describe('the redemptions of a campaign', () => {
  it.each([
    [0, []],
    [2, []],
    [3, ['campaign.maximum_redemptions_exceeded']],
    [4, ['campaign.maximum_redemptions_exceeded']],
    ['2', []],
    ['3', ['campaign.maximum_redemptions_exceeded']],
    ['0003', ['campaign.maximum_redemptions_exceeded']],
    ['9'.repeat(40), ['campaign.maximum_redemptions_exceeded']],
  ])('of at most three: after %j of them tells %j', (redemptions, rows) => {
    expect(told(decide(three, { usage: { redemptions } }))).toEqual(rows);
  });

  it('over the limit are told with what stood in the way', () => {
    expect(plain(decide(three, { usage: { redemptions: '5' } }).violations)).toEqual([
      {
        attribute: 'campaign',
        error_code: 'maximum_redemptions_exceeded',
        message: 'Campaign maximum number of redemptions for this campaign has been already reached',
        campaign: 'spring',
        rule: '/max_redemptions',
        details: { limit: 3, used: 5, requested: 1, remaining: 0 },
      },
    ]);
  });

  it('of at most none refuses the first', () => {
    expect(decide(campaign({ max_redemptions: 0 })).violations).toMatchObject([
      {
        error_code: 'maximum_redemptions_exceeded',
        details: { limit: 0, used: 0, requested: 1, remaining: 0 },
      },
    ]);
  });

  it.each([
    [Number.MAX_SAFE_INTEGER - 1, []],
    [Number.MAX_SAFE_INTEGER, ['campaign.maximum_redemptions_exceeded']],
    ['9007199254740992', ['campaign.maximum_redemptions_exceeded']],
  ])('of at most 2^53 − 1: after %j tells %j', (redemptions, rows) => {
    const most = campaign({ max_redemptions: Number.MAX_SAFE_INTEGER });
    expect(told(decide(most, { usage: { redemptions } }))).toEqual(rows);
  });

  it('are claimed within their limit', () => {
    expect(decide(three, { usage: { redemptions: 2 } }).claims).toContainEqual({
      name: 'redemptions',
      key: 'campaign/spring/redemptions',
      add: 1,
      limit: 3,
    });
  });

  it('are neither planned nor claimed where nothing limits them', () => {
    expect(planned(campaign()).has('redemptions')).toBe(false);
    expect(claimed(decide(campaign()))).not.toHaveProperty('redemptions');
  });

  it('of an ancestor are counted under its own name and key, and sum over its subtree', () => {
    const config = campaign({
      max_redemptions: 3,
      parent: { id: 'year', status: 'active', parent: { id: 'all', status: 'active', max_redemptions: 9 } },
    });
    expect(planned(config).get('parent.parent.redemptions')).toEqual({
      name: 'parent.parent.redemptions',
      key: 'campaign/all/redemptions',
    });
    expect(decide(config, { usage: { 'parent.parent.redemptions': 9 } }).violations).toMatchObject([
      { campaign: 'all', rule: '/max_redemptions', details: { limit: 9, used: 9 } },
    ]);
  });

  it('are told of a campaign and of its ancestor as one, the campaign first', () => {
    const config = campaign({
      max_redemptions: 1,
      parent: { id: 'year', status: 'active', max_redemptions: 1 },
    });
    const decision = decide(config, { usage: { redemptions: 1, 'parent.redemptions': 7 } });
    expect(decision.violations).toMatchObject([{ campaign: 'spring', details: { used: 1 } }]);
  });

  it('are asked again when a reservation is confirmed that holds no claims', () => {
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
    expect(told(decide(three, { ...confirm, usage: { redemptions: 3 } }))).toEqual([
      'campaign.maximum_redemptions_exceeded',
    ]);
    const accepted = decide(three, { ...confirm, usage: { redemptions: 2 } });
    expect(claimed(accepted)).toMatchObject({ redemptions: 3 });
  });

  it.each([[-1], [1.5], ['3'], [null], [Number.NaN], [Infinity], [2 ** 53], [true], [[3]], [{}]])(
    'at most %s is an issue',
    (max_redemptions) => {
      expect(issuesOf(campaign({ max_redemptions }))).toMatchObject([
        { path: '/max_redemptions', expected: 'an integer of 0 or more' },
      ]);
    },
  );

  it('in the name of a rule is an issue: it is a field of the campaign', () => {
    expect(pathsOf(campaign({ rules: [{ type: 'max_redemptions', max_redemptions: 3 }] }))).toEqual([
      '/rules/0/type',
    ]);
  });
});
