// A delivery area with a hole. Borders belong to the area, the hole's border too; what cannot be read is told as such.
//   npx tsx examples/05-area-with-a-hole.ts

import { compile } from 'redemption-rules';
import lunch from './campaigns/city-centre-lunch.json' with { type: 'json' };

const area = lunch.rules.filter(({ type }) => type === 'area');
const campaign = compile({ id: 'lunch-map', status: 'active', rules: area });

const places = {
  'Spui, in the canal belt': { latitude: 52.3681, longitude: 4.8899 },
  'Dam Square, in the hole': { latitude: 52.373, longitude: 4.8932 },
  'the border of the hole': { latitude: 52.3715, longitude: 4.893 },
  'a park out of town': { latitude: 52.3122, longitude: 4.8272 },
  'latitude and longitude exchanged': { latitude: 4.8899, longitude: 52.3681 },
  'coordinates as text': { latitude: '52.3681', longitude: '4.8899' },
  'no place at all': null,
};

for (const [place, location] of Object.entries(places)) {
  const { status, violations } = campaign.evaluate({
    at: '2026-11-21T18:30:00Z',
    voucher: { code: 'LUNCH' },
    redemption: { transaction_id: 'order-1', total_transaction_cost: '20.00', location },
    usage: { 'transaction.redemptions': 0 },
  });
  console.log(
    `${place}: ${status}`,
    ...violations.map((one) => `${one.message}. ${JSON.stringify(one.expected ?? {})}`),
  );
}
