// Why was this URL (not) crawled, and why does its host wait?
import { createClient } from '@trunkline/client';

const client = createClient({
  url: process.env['TRUNKLINE_URL'] ?? 'http://127.0.0.1:4000',
  apiKey: process.env['TRUNKLINE_API_KEY'],
});

const [run] = (await client.runs.list().page()).items;
if (!run) throw new Error('There is no run yet.');
const url = process.argv[2] ?? 'https://example.com/';

const state = await client.runs.url(run.id, url);
console.log(state.summary);
for (const visit of state.visits) console.log(`try ${visit.attempt}: ${visit.outcome} ${visit.code ?? ''}`);

const host = await client.hosts.state(run.id, state.host);
console.log(host ? `${host.host}: ${host.waiting} waiting, decided by ${host.decidedBy}` : 'the run is over');
