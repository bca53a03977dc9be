/**
 * npm run bench -- abuse [seconds]
 *
 * What each attack of the abuse list costs the others: a polite client asks ten times a second while one process attacks with four
 * connections as fast as it can; its median against the quiet before and after, and the memory of the API with a reader that was stopped.
 * The last line on stdout is JSON.
 */
import { attacks } from './parts/attacks.ts';
import { startApi, startClient } from './parts/world.ts';

const [seconds = 5] = process.argv.slice(2).map(Number);
const api = await startApi();
const base = { url: api.url, key: api.key };
type Polite = { p50: number; p95: number; answered: number };

async function polite(): Promise<Polite> {
  const client = startClient<Polite>('polite.ts', { ...base, ms: seconds * 1000 });
  return client.next();
}

const { jobCreate } = await api.ask<{ jobCreate: { id: string } }>(
  'mutation { jobCreate(input: { seeds: ["http://a.test/"] }) { ... on Job { id } } }',
);
/** Others have keys of their own: what an attacker does to its own is its matter. */
const { apiKeyCreate } = await api.ask<{ apiKeyCreate: { secret: string } }>(
  'mutation { apiKeyCreate(input: { name: "attacker", scopes: [JOBS_READ] }) { ... on ApiKeyCreated { secret } } }',
);
const attacker = { url: api.url, key: apiKeyCreate.secret, id: jobCreate.id };
await polite(); // what is compiled then is compiled
let quiet = await polite();
const quiets = [quiet.p50];
const ratios: Record<string, number> = {};
for (const name of Object.keys(attacks)) {
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
  console.log(name, found, ratios[name], { tried, api_ms_each: each });
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
await api.stop();
console.log(
  JSON.stringify({
    ...{ quiet_p50_ms: quiets, worst_ratio: Math.max(...Object.values(ratios)), ratios },
    ...{ stopped_reader_rss_mb: grown, stopped_reader_ratio: round(beside.p50 / quiet.p50) },
  }),
);
process.exit(0);
