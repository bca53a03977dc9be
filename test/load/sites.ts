/*
npm run bench -- sites URL… [--expect 10136] [--dns 127.0.0.1:5300] [--server 127.0.0.1:8080] [--kill]

Crawls the sites in one job on the whole stack and checks what came of it: pages found, none captured twice, every
body read back through the API equal to what the origin serves, segments whole. --kill ends a worker with -9 midway.
*/
import { parseArgs } from 'node:util';
import { startStack } from '@trunkline/test-support';
import { checkSegments } from '../crawl/check.ts';
import { bodyOf, captures, createJobs, until } from '../crawl/job.ts';
import { servedBy } from './parts/served.ts';

const { values, positionals: seeds } = parseArgs({
  allowPositionals: true,
  options: {
    expect: { type: 'string' },
    dns: { type: 'string', default: process.env['TRUNKLINE_DNS'] ?? '127.0.0.1:5300' },
    server: { type: 'string', default: '127.0.0.1:8080' },
    kill: { type: 'boolean', default: false },
  },
});
if (seeds.length === 0) throw new Error('Which sites? npm run bench -- sites http://java.test:8080/');

const stack = await startStack({ env: { TRUNKLINE_DNS: values.dns, TRUNKLINE_WORKERS: '2' } });
const started = performance.now();
const job = await createJobs(stack, seeds, { perSecond: 1000, concurrency: 16 });
if (values.kill) {
  await until(stack, job, ({ counters }) => counters['fetched']! > 300);
  process.kill(stack.services()['worker-1']!, 'SIGKILL');
}
const last = await until(stack, job, ({ state }) => ['DONE', 'CANCELLED', 'FAILED'].includes(state));
const seconds = (performance.now() - started) / 1000;

const rows = await captures(stack, job);
const pages = rows.filter((row) => row.status === 200 && row.contentType === 'text/html');
let differing = 0;
const unread = rows.values();
await Promise.all(Array.from({ length: 8 }, compare));
await checkSegments(stack);
await stack.interrupt();

const result = {
  bench: 'sites',
  seeds,
  state: last.state,
  pages: pages.length,
  expected: values.expect ? Number(values.expect) : null,
  captures: rows.length,
  captured_twice: rows.length - new Set(rows.map((row) => row.url)).size,
  differing,
  by_status: Object.fromEntries(
    Map.groupBy(rows, (row) => row.status)
      .entries()
      .map(([k, v]) => [k, v.length]),
  ),
  counters: last.counters,
  killed: values.kill,
  seconds: Math.round(seconds * 10) / 10,
};
console.log(JSON.stringify(result));
const fine =
  differing === 0 && result.captured_twice === 0 && (result.expected ?? pages.length) === pages.length;
process.exit(fine ? 0 : 1);

/** Reads captures back until there are none left. */
async function compare(): Promise<void> {
  for (const row of unread) {
    if ((await servedBy(values.server, row.url)).equals(await bodyOf(stack, row))) continue;
    console.error(`${row.url} does not read back as it is served`);
    differing++;
  }
}
