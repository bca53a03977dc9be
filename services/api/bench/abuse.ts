/**
 * npm run bench -- abuse [seconds] [attack …]
 *
 * What each attack of the abuse list costs the others: a polite client asks ten times a second while one process attacks with four
 * connections (beside GraphQL with fifty) as fast as it can; its median against the quiet before and after, the most memory of the API by
 * then, and what a reader that was stopped adds to it. The last line on stdout is JSON.
 */
import { createGzip } from 'node:zlib';
import { openDatabase } from '@trunkline/database';
import { storeCaptures } from '../src/testing/store-captures.ts';
import type { TestApi } from '../src/testing/test-api.ts';
import { attacks, type Target } from './parts/attacks.ts';
import { startApi, startClient } from './parts/world.ts';

const [seconds, ...only] = process.argv.slice(2);
const ms = Number(seconds ?? 5) * 1000;
const api = await startApi();
const base = { url: api.url, key: api.key };
type Polite = { p50: number; p95: number; answered: number };

async function polite(): Promise<Polite> {
  const client = startClient<Polite>('polite.ts', { ...base, ms });
  return client.next();
}

const target = await makeTarget();
/** Others have keys of their own: what an attacker does to its own is its matter. */
const { apiKeyCreate } = await api.ask<{ apiKeyCreate: { secret: string } }>(
  'mutation { apiKeyCreate(input: { name: "attacker", scopes: [JOBS_READ, JOBS_WRITE] }) { ... on ApiKeyCreated { secret } } }',
);
const attacker = { url: api.url, key: apiKeyCreate.secret, target };
const rssBefore = Math.round(api.rssMb());
let most = 0;
const looking = setInterval(() => {
  most = Math.max(most, api.rssMb());
}, 100);
await polite(); // what is compiled then is compiled
let quiet = await polite();
const quiets = [quiet.p50];
const ratios: Record<string, number> = {};
const rss: Record<string, number> = {};
for (const name of Object.keys(attacks).filter((one) => only.length === 0 || only.includes(one))) {
  most = 0;
  const attack = startClient<{ tried: number }>('attacker.ts', { ...attacker, name });
  const { tried: first } = await attack.next();
  const cpu = api.cpuMs();
  const found = await polite();
  const tried = (attack.last()?.tried ?? first) - first;
  const each = tried > 0 ? round((api.cpuMs() - cpu) / tried) : null;
  await attack.stop();
  // Against the quiet before and after it: machines are not as quiet as one wishes.
  const earlier = quiet.p50;
  quiet = await polite();
  quiets.push(quiet.p50);
  ratios[name] = round((2 * found.p50) / (earlier + quiet.p50));
  rss[name] = Math.round(most);
  console.log(name, found, ratios[name], { tried, api_ms_each: each, rss_mb: rss[name] });
}

/** A job with a stored body of 1 GiB, in some MB of gzip. */
async function makeTarget(): Promise<Target> {
  const database = openDatabase(api.databaseUrl);
  const gzip = createGzip();
  const part = Buffer.alloc(16 << 20, 'a line of a text that is very long\n');
  const packed = Array.fromAsync(gzip as AsyncIterable<Buffer>);
  for (let n = 0; n < 64; n++) await new Promise((done) => gzip.write(part, done));
  gzip.end();
  const body = Buffer.concat(await packed);
  const ask = async (query: string, variables = {}) => ({ data: await api.ask(query, variables) });
  const { job, nodes } = await storeCaptures({ ask: ask as TestApi['ask'], database, home: api.home }, [
    { url: 'http://mine.test/large', headers: [['Content-Encoding', 'gzip']], body, bytes: 64 * part.length },
  ]);
  await database.close();
  return { job, capture: nodes[0].id, bodyUrl: nodes[0].bodyUrl };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

const before = api.rssMb();
const stopped = startClient<{ tried: number }>('attacker.ts', {
  ...attacker,
  name: 'subscriptions',
});
await stopped.next();
process.kill(stopped.pid, 'SIGSTOP');
const beside = await polite();
const grown = Math.round(api.rssMb() - before);
await stopped.stop();
console.log('stopped reader', beside, `${grown} MB more`);
clearInterval(looking);
await api.stop();
console.log(
  JSON.stringify({
    ...{ quiet_p50_ms: quiets, worst_ratio: Math.max(...Object.values(ratios)), ratios },
    ...{ api_rss_mb: Math.max(...Object.values(rss)), rss_mb: rss, rss_before_mb: rssBefore },
    ...{ stopped_reader_rss_mb: grown, stopped_reader_ratio: round(beside.p50 / quiet.p50) },
  }),
);
process.exit(0);
