// Creates a job, follows its run to the end, and prints what came of it.
import { createClient } from '@trunkline/client';

const client = createClient({
  url: process.env['TRUNKLINE_URL'] ?? 'http://127.0.0.1:4000',
  apiKey: process.env['TRUNKLINE_API_KEY'],
});

const job = await client.jobs.create({
  seeds: [process.argv[2] ?? 'https://example.com/'],
  limits: { maxPages: 50 },
  // A host of your own may be asked faster than once a second, and may have a private address.
  ...(process.argv[2] && {
    rules: { pace: { mode: 'RATE', perSecond: 100, concurrency: 8 }, allowPrivateNetworks: true },
  }),
});
console.log(`job ${job.id}`);

// Each event comes once, also when the connection is lost in between; its cursor goes on where a watch stopped.
for await (const event of client.runs.watch(job.latestRun?.id ?? job.id)) {
  if (event.__typename === 'RunStateChanged') console.log(`${event.from ?? 'new'} → ${event.to}`);
  if (event.__typename === 'RunTrouble')
    console.log(`${event.outcome} ${event.code ?? event.status}: ${event.url}`);
}

const { progress } = await client.runs.get(job.latestRun?.id ?? '');
console.log(`${progress.state}: ${progress.counters.finished} of ${progress.counters.accepted}`);
