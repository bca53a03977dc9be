/** A process that asks ten times a second, whatever the answers take, and says how long they took. */
import { percentile } from './world.ts';

const { url, key, ms } = JSON.parse(process.argv[2]!) as { url: string; key: string; ms: number };
const took: number[] = [];
const body = JSON.stringify({ query: '{ viewer { keyName } jobs(first: 5) { nodes { id name state } } }' });
const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };

async function ask() {
  const at = performance.now();
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
  const { data } = (await response.json()) as { data?: unknown };
  if (!data) throw new Error(`a polite request was answered with ${response.status}`);
  took.push(performance.now() - at);
}

const asked: Promise<void>[] = [];
const end = performance.now() + ms;
while (performance.now() < end) {
  asked.push(ask());
  await new Promise((resolve) => setTimeout(resolve, 100));
}
await Promise.all(asked);
console.log(
  JSON.stringify({ p50: percentile(took, 0.5), p95: percentile(took, 0.95), answered: took.length }),
);
process.exit(0);
