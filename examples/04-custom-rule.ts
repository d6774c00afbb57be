// A rule of one's own: its config is checked like any other, its violations stand beside the published ones.
//   npx tsx examples/04-custom-rule.ts

import { compile, defineRule, safeCompile } from 'redemption-rules';
import * as v from 'valibot'; // or any other Standard Schema

const channel = defineRule({
  type: 'acme_channel',
  rows: [
    { attribute: 'channel', error_code: 'acme.wrong_channel', message: 'Voucher is for another channel' },
  ],
  config: v.strictObject({ type: v.literal('acme_channel'), channels: v.array(v.picklist(['app', 'web'])) }),
  retestOnConfirm: false, // the channel of a reservation does not change until it is confirmed
  compile({ channels }, env) {
    const wrongChannel = env.violation('channel.acme.wrong_channel', { expected: { channels } });
    return {
      check(redemption, report) {
        if (!channels.some((one) => one === redemption.field('channel'))) report(wrongChannel);
      },
    };
  },
});

const config = { id: 'app-week', status: 'active', rules: [{ type: 'acme_channel', channels: ['app'] }] };
const campaign = compile(config, { rules: [channel] });
for (const from of ['app', 'web', undefined]) {
  const { status, violations } = campaign.evaluate({
    at: '2026-11-21T18:30:00Z',
    voucher: { code: 'APP-WEEK' },
    redemption: { transaction_id: 'order-1', total_transaction_cost: '20.00', channel: from },
    usage: { 'transaction.redemptions': 0 },
  });
  console.log(`${from}: ${status}`, ...violations.map((one) => one.message));
}

const wrong = { ...config, rules: [{ type: 'acme_channel', channels: ['fax'] }] };
const result = safeCompile(wrong, { rules: [channel] });
if (!result.success) for (const { path, message } of result.issues) console.log(`${path}: ${message}`);
