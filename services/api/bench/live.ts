/**
 * npm run bench -- live [runs] [seconds]
 *
 * How far behind live views are: 1,000 and 5,000 subscriptions at 1 Hz to the progress of 100 runs whose counters move, half over
 * WebSockets, half over event streams, all stages and counters selected; the API on one core, the readers on another. Lag is from
 * the look at Redis to the event in the reader's hand; late is how far two events of a subscription are from a second apart. The
 * last line on stdout is JSON.
 */
import { openFrontier } from '@trunkline/frontier';
import { startApi, startClient } from './parts/world.ts';

const [runCount = 100, seconds = 12] = process.argv.slice(2).map(Number);
const api = await startApi({ TRUNKLINE_COST_PER_SECOND: '0' });
const frontier = await openFrontier({ url: api.redisUrl, shards: 1 });

type Made = { jobCreate: { id: string; latestRun: { shortId: string } } };
const made: Made['jobCreate'][] = [];
for (let i = 0; i < runCount; i++) {
  const { jobCreate } = await api.ask<Made>(
    `mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id latestRun { shortId } } } }`,
    { input: { seeds: [`http://h${i}.test/`] } },
  );
  made.push(jobCreate);
  // Brings the run into the frontier, as a conductor would.
  for (const verb of ['jobPause', 'jobResume'])
    await api.ask(`mutation($id: ID!) { ${verb}(input: { id: $id }) { __typename } }`, { id: jobCreate.id });
}

let n = 0;
let moving: Promise<unknown> = Promise.resolve();
/** Every run gets a URL a second, so that no event says what the one before said. */
const mover = setInterval(() => {
  n++;
  moving = Promise.all(
    made.map(({ latestRun }, i) =>
      frontier.enqueue(latestRun.shortId, [{ url: `http://h${i}.test/${n}`, depth: 0, hops: 0 }]),
    ),
  );
}, 1000);

type Found = { events: number; p50: number; p99: number; lateP50: number; lateP99: number };

async function measure(count: number) {
  const ids = made.map(({ id }) => id);
  const order = { url: api.url, key: api.key, ids, count, warmMs: 3000, measureMs: seconds * 1000 };
  const client = startClient<Found>('followers.ts', order);
  await client.next();
  const [cpu, at] = [api.cpuMs(), performance.now()];
  const found = await client.next();
  const used = (api.cpuMs() - cpu) / (performance.now() - at);
  const measured = { ...found, cpu: Math.round(used * 100) / 100, rss: Math.round(api.rssMb()) };
  console.log(count, measured);
  const expected = count * seconds;
  if (found.events < expected * 0.8) console.log(`only ${found.events} events of ${expected}`);
  return measured;
}

const idle = Math.round(api.rssMb());
const few = await measure(1000);
const many = await measure(5000);
clearInterval(mover);
await moving;
await frontier.close();
await api.stop();
console.log(
  JSON.stringify({
    ...{ p50_ms_1000: few.p50, p99_ms_1000: few.p99, late_p99_ms_1000: few.lateP99 },
    ...{ events_per_s_1000: Math.round(few.events / seconds), api_cpu: few.cpu, api_rss_mb: few.rss },
    ...{ p50_ms_5000: many.p50, p99_ms_5000: many.p99, late_p99_ms_5000: many.lateP99 },
    ...{
      events_per_s_5000: Math.round(many.events / seconds),
      api_cpu_5000: many.cpu,
      api_rss_mb_5000: many.rss,
    },
    ...{ api_rss_mb_idle: idle, runs: runCount },
  }),
);
process.exit(0);
