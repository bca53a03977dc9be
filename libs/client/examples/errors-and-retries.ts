// What can go wrong is a TrunklineError: switch on its code. A creation carries an idempotency key, so that a lost
// answer never makes two jobs; give your own key to make a whole script repeatable.
import { createClient, TrunklineError } from '@trunkline/client';

const client = createClient({
  url: process.env['TRUNKLINE_URL'] ?? 'http://127.0.0.1:4000',
  apiKey: process.env['TRUNKLINE_API_KEY'],
  retries: 5,
  timeoutMs: 10_000,
});

try {
  await client.jobs.create({ seeds: ['ftp://example.com/', 'https://example.com/'] });
} catch (error) {
  if (!(error instanceof TrunklineError)) throw error;
  console.log(error.code); // BAD_SEEDS
  for (const problem of error.all) console.log(problem.path?.join('.'), problem.message);
}

const input = {
  seeds: ['https://example.com/'],
  start: false,
  idempotencyKey: `nightly-${process.argv[2] ?? '1'}`,
};
const first = await client.jobs.create(input);
const again = await client.jobs.create(input);
console.log(first.id === again.id ? 'one job' : 'two jobs');
