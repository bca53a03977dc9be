/**
 * npm run bench -- api [captures] [seconds for each query]
 *
 * How fast the API answers on 5 M captures: queries as the dashboard, the CLI and the client ask them, each by four clients at once
 * over HTTP against an API process of its own; variables change from request to request, so that no answer is one of before. The last
 * line on stdout is JSON: of each query how many a second and its 99th percentile, and `p99_ms`, the worst of the five most used.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { jobs, runs } from '@trunkline/database';
import { ownRedis } from '@trunkline/test-support';
import { asked, mostUsed } from './parts/asked.ts';
import { bigLedger } from './parts/big-ledger.ts';

const [captures = 5_000_000, seconds = 5] = process.argv.slice(2).map(Number);
const CLIENTS = 4;
const OTHERS = 200;

const started = performance.now();
const [{ url: redisUrl }, ledger] = await Promise.all([ownRedis(), bigLedger(captures)]);
const { database, url: databaseUrl, key, projectId, job } = ledger;
// A list of jobs has to find its place among others.
for (let n = 0; n < OTHERS; n++) {
  const { policyId } = job;
  const [other] = await database.db
    .insert(jobs)
    .values({ projectId, name: `site ${n}`, scope: {}, policyId })
    .returning();
  const ended = { state: 'done', counters: {}, stages: {}, releasedAt: new Date() } as const;
  await database.db.insert(runs).values({ jobId: other!.id, policyVersion: 1, ...ended });
}
console.error(`${captures} captures after ${((performance.now() - started) / 1000).toFixed(0)} s`);

const home = mkdtempSync(join(tmpdir(), 'trunkline-api-bench-'));
const api = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
  env: {
    PATH: process.env.PATH,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    PORT: '0',
    TRUNKLINE_HOME: home,
    TRUNKLINE_LOG_LEVEL: 'error',
    // One key asks for everything here.
    TRUNKLINE_COST_PER_SECOND: '0',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const url = await readUrl();
const results: Record<string, { per_s: number; p50_ms: number; p99_ms: number }> = {};
for (const [name, { document, variables, check }] of Object.entries(asked(ledger))) {
  await measure(document, variables, check, 500);
  results[name] = await measure(document, variables, check, seconds * 1000);
  console.error(name, results[name]);
}
api.kill();
await database.close();
rmSync(home, { recursive: true, force: true });
console.log(
  JSON.stringify({
    bench: 'api',
    captures,
    clients: CLIENTS,
    queries: results,
    p99_ms: Math.max(...mostUsed.map((name) => results[name]!.p99_ms)),
  }),
);
process.exit(0);

async function ask(document: string, variables: Record<string, unknown>) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: document, variables }),
  });
  const answer = (await response.json()) as { data: unknown; errors?: unknown };
  if (answer.errors) throw new Error(`${document}: ${JSON.stringify(answer.errors)}`);
  return answer.data;
}

async function measure(
  document: string,
  variables: (n: number) => Record<string, unknown>,
  check: (data: never) => boolean,
  ms: number,
) {
  const times: number[] = [];
  const from = performance.now();
  let n = 0;
  const client = async () => {
    while (performance.now() - from < ms) {
      const sent = performance.now();
      const data = await ask(document, variables(n++));
      times.push(performance.now() - sent);
      if (!check(data as never)) throw new Error(`Not what was asked for: ${JSON.stringify(data)}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const took = performance.now() - from;
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor((times.length - 1) * share)]! * 10) / 10;
  return { per_s: Math.round((times.length / took) * 1000), p50_ms: at(0.5), p99_ms: at(0.99) };
}

async function readUrl(): Promise<string> {
  for await (const line of createInterface(api.stdout!)) {
    const said = JSON.parse(line) as { ready?: boolean; url?: string };
    if (said.ready && said.url) return said.url;
  }
  throw new Error('The API ended before it was ready');
}
