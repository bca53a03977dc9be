// Asks what a slower pace would do to the runs that go, applies it, and takes it back.
import { createClient } from '@trunkline/client';

const client = createClient({
  url: process.env['TRUNKLINE_URL'] ?? 'http://127.0.0.1:4000',
  apiKey: process.env['TRUNKLINE_API_KEY'],
});

const [policy] = (await client.policies.list().page()).items;
if (!policy) throw new Error('There is no policy yet: every job without one gets its own.');

const slower = { pace: { mode: 'DELAY', delayMs: 5000 } } as const;
for (const run of (await client.policies.preview(policy.id, slower)).runs)
  console.log(
    `run ${run.run.shortId}: ${run.startsPerSecondBefore} → ${run.startsPerSecondAfter} starts a second`,
  );

const changed = await client.policies.update({
  id: policy.id,
  expectedVersion: policy.version,
  rules: slower,
  reason: 'asked to go slower',
});
console.log(`version ${changed.version}: ${changed.rules.pace.delayMs} ms`);

const back = await client.policies.rollBack({ id: policy.id, toVersion: policy.version });
console.log(`version ${back.version}: ${back.rules.pace.mode}`);
