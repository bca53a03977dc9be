/** A process that follows runs: half over WebSockets that carry 100 subscriptions each, half over one stream each. */
import { request } from 'node:http';
import { WebSocket } from 'ws';
import { percentile } from './world.ts';

type Order = { url: string; key: string; ids: string[]; count: number; warmMs: number; measureMs: number };
const { url, key, ids, count, warmMs, measureMs } = JSON.parse(process.argv[2]!) as Order;
const authorization = `Bearer ${key}`;

const times = '{ meanMs p50Ms p95Ms }';
const query = `subscription($id: ID!) { jobProgress(id: $id, intervalMs: 1000) { __typename dropped progress { at state pagesPerSecond
  bytesPerSecond counters { accepted finished waiting delayed inFlight dead dropped bytes hosts known fetched notModified redirected
  refused throttled failed } stages { stage inFlight waiting done failed wait ${times} service ${times} } } } }`;

const lags: number[] = [];
const late: number[] = [];
let measuring = false;
let started = 0;
const first = new Set<number>();
const last = new Map<number, number>();

/** An event of one subscription: how old what it says is, and how far it is from the one before. */
function heard(subscription: number, text: string) {
  const at = /"at":"([^"]+)"/.exec(text)?.[1];
  if (at === undefined) throw new Error(text.slice(0, 500));
  const now = Date.now();
  if (measuring) {
    lags.push(now - Date.parse(at));
    const before = last.get(subscription);
    if (before !== undefined) late.push(Math.abs(now - before - 1000));
  }
  last.set(subscription, now);
  if (first.has(subscription)) return;
  first.add(subscription);
  started++;
}

function follow(from: number, to: number): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } })),
    );
    socket.on('message', (data) => {
      const text = String(data);
      if (text.includes('"connection_ack"')) {
        for (let i = from; i < to; i++) {
          const payload = { query, variables: { id: ids[i % ids.length] } };
          socket.send(JSON.stringify({ id: String(i), type: 'subscribe', payload }));
        }
        resolve();
      } else if (text.includes('"ping"') && text.length < 100) socket.send('{"type":"pong"}');
      else heard(Number(/"id":"(\d+)"/.exec(text)![1]), text);
    });
  });
}

function stream(i: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization, 'content-type': 'application/json', accept: 'text/event-stream' };
    const asked = request(`${url}/graphql`, { method: 'POST', headers, agent: false }, (response) => {
      let kept = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        kept += chunk;
        for (let end = kept.indexOf('\n\n'); end >= 0; end = kept.indexOf('\n\n')) {
          const event = kept.slice(0, end);
          kept = kept.slice(end + 2);
          if (event.includes('data: {')) heard(i, event);
        }
      });
      resolve();
    });
    asked.on('error', reject);
    asked.end(JSON.stringify({ query, variables: { id: ids[i % ids.length] } }));
  });
}

const half = Math.floor(count / 2);
for (let from = 0; from < half; from += 100) await follow(from, Math.min(half, from + 100));
for (let i = half; i < count; i += 50)
  await Promise.all(Array.from({ length: Math.min(50, count - i) }, (_, n) => stream(i + n)));
while (started < count) await new Promise((resolve) => setTimeout(resolve, 50));
await new Promise((resolve) => setTimeout(resolve, warmMs));
console.log(JSON.stringify({ ready: true }));
measuring = true;
await new Promise((resolve) => setTimeout(resolve, measureMs));
measuring = false;
console.log(
  JSON.stringify({
    ...{ events: lags.length, p50: percentile(lags, 0.5), p99: percentile(lags, 0.99) },
    ...{ lateP50: percentile(late, 0.5), lateP99: percentile(late, 0.99) },
  }),
);
process.exit(0);
