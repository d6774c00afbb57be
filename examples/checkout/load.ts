// Loads a running checkout on loopback: many shoppers at once, each its own order.
//   npx tsx examples/checkout/load.ts [requests] [connections] [url]

const [requests = 5_000, connections = 32] = process.argv.slice(2, 4).map(Number);
const url = process.argv[4] ?? 'http://127.0.0.1:3000';
const run = Date.now();
const statuses = new Map<number, number>();
const latencies: number[] = [];
let next = 0;

async function shop(): Promise<void> {
  while (next < requests) {
    const transaction_id = `load-${run}-${next++}`;
    const body = { voucher_code: 'FLASH', redemption: { transaction_id, total_transaction_cost: '50.00' } };
    const since = performance.now();
    const response = await fetch(`${url}/redemptions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    latencies.push(performance.now() - since);
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
  }
}

const since = performance.now();
await Promise.all(Array.from({ length: connections }, shop));
const seconds = (performance.now() - since) / 1_000;
latencies.sort((a, b) => a - b);
const at = (share: number) => `${(latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1)} ms`;
console.log(
  `${requests} redemptions over ${connections} connections: ${Math.round(requests / seconds)} a second`,
);
console.log(
  `half within ${at(0.5)}, 99 of 100 within ${at(0.99)}; by status: ${JSON.stringify([...statuses])}`,
);
