/*
npm run bench -- policy-edit [--hosts 40] [--edits 3]

How long a policy edit takes to bind every worker. Four workers crawl hosts at 10 starts a second each; the policy is edited to one
start a second while they do, then rolled back, several times. What counts is what the origin's packets say (tcpdump, needs root), from the
moment the mutation is sent: after a tighter edit the last start of a host that came too early for it, after the roll back the
first start of each host that the tighter policy would not have allowed. Captures tell which worker made each request.
*/
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startDns, startStack, watchRequests } from '@trunkline/test-support';
import { changePace, control, createJobs, until } from '../crawl/job.ts';

const { values } = parseArgs({
  options: { hosts: { type: 'string', default: '40' }, edits: { type: 'string', default: '3' } },
});
const [hosts, edits] = [Number(values.hosts), Number(values.edits)];
const WORKERS = 4;
const [FAST_MS, SLOW_MS] = [100, 1000];
/** Packets are stamped in the kernel; a worker's clock has whole milliseconds. */
const SLACK_MS = 5;
const PHASE_MS = 3500;
const PAGES = Math.ceil((edits * PHASE_MS * 1.2) / FAST_MS + (edits * PHASE_MS) / SLOW_MS + 200);

const server = createServer((request, response) => {
  if (request.url === '/robots.txt') return void response.writeHead(404).end();
  const links =
    request.url === '/' ? Array.from({ length: PAGES }, (_, i) => `<a href="/${i}">${i}</a>`) : [];
  response
    .writeHead(200, { 'content-type': 'text/html' })
    .end(`<title>${request.url}</title>${links.join('')}`);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;

const stack = await startStack({
  env: { TRUNKLINE_DNS: await startDns(), TRUNKLINE_WORKERS: String(WORKERS) },
});
const packets = await watchRequests(port);
const seeds = Array.from({ length: hosts }, (_, i) => `http://h${i}.test:${port}/`);
const job = await createJobs(stack, seeds, { delayMs: FAST_MS });
await until(stack, job, ({ counters }) => (counters['fetched'] ?? 0) > hosts * 10);

type Edit = { kind: 'tighter' | 'rollBack'; sentAt: number; answeredAt: number };
const made: Edit[] = [];
async function edit(kind: Edit['kind'], change: () => Promise<void>): Promise<void> {
  const sentAt = Date.now();
  await change();
  made.push({ kind, sentAt, answeredAt: Date.now() });
  await pause(PHASE_MS);
}
for (let n = 0; n < edits; n++) {
  await edit('tighter', () => changePace(stack, job, { delayMs: SLOW_MS }));
  await edit('rollBack', rollBack);
}
await control(stack, 'Cancel', job);
await until(stack, job, ({ state }) => state === 'CANCELLED');
const requests = await packets.stop();
const workerOf = await workers();
await stack.interrupt();
server.closeAllConnections();
server.close();

const byHost = [...Map.groupBy(requests, ({ host }) => host).values()].map((list) =>
  list.sort((a, b) => a.at - b.at),
);
const measured = made.map((one, i) => ({
  ...one,
  ...effectOf(one, made[i + 1]?.sentAt ?? Number.POSITIVE_INFINITY),
}));
const of = (kind: Edit['kind']) => measured.filter((one) => one.kind === kind);
const worst = (kind: Edit['kind']) => Math.max(...of(kind).map(({ effectMs }) => effectMs));
console.error(measured);
console.log(
  JSON.stringify({
    bench: 'policy-edit',
    workers: WORKERS,
    hosts,
    edits,
    requests: requests.length,
    tighter_ms: worst('tighter'),
    roll_back_ms: worst('rollBack'),
    answer_ms: Math.max(...measured.map(({ sentAt, answeredAt }) => answeredAt - sentAt)),
    workers_seen: Math.min(...measured.map(({ byWorker }) => Object.keys(byWorker).length)),
    by_worker_ms: measured.map(({ kind, byWorker }) => ({ kind, ...byWorker })),
  }),
);
process.exit(measured.every(({ effectMs }) => effectMs < 1000) ? 0 : 1);

/** From sending an edit until it held, ms: of all requests and of those of each worker. */
function effectOf({ kind, sentAt }: Edit, until: number) {
  const byWorker: Record<string, number> = {};
  let effectMs = 0;
  for (const list of byHost) {
    const inPhase = list
      .map((request, at) => ({
        request,
        gap: at === 0 ? Number.POSITIVE_INFINITY : request.at - list[at - 1]!.at,
      }))
      .filter(({ request: { at } }) => at > sentAt && at < until);
    const early = inPhase.filter(({ gap }) => gap < SLOW_MS - SLACK_MS);
    // Tighter: the last start that was too early. Rolled back: the first that the tighter policy forbids; a host without one never saw it.
    const decisive = kind === 'tighter' ? early.at(-1) : early[0];
    const ms = decisive ? decisive.request.at - sentAt : kind === 'tighter' ? 0 : until - sentAt;
    effectMs = Math.max(effectMs, Math.round(ms));
    for (const { request } of inPhase) {
      const worker = workerOf.get(request.host + request.path);
      if (worker) byWorker[worker] ??= 0;
    }
    // Of each worker, too: its last early start, or the first that it made at the pace that was rolled back to.
    for (const { request } of early) {
      const worker = workerOf.get(request.host + request.path);
      if (!worker) continue;
      const after = Math.round(request.at - sentAt);
      const known = byWorker[worker];
      if (known === undefined || known === 0 || (kind === 'tighter' ? after > known : after < known))
        byWorker[worker] = after;
    }
  }
  return { effectMs, byWorker };
}

async function rollBack(): Promise<void> {
  const { job: found } = await stack.query<{ job: { policy: { id: string; version: number } } }>(
    'query ($id: ID!) { job(id: $id) { policy { id version } } }',
    { id: job },
  );
  const { id, version } = found.policy;
  const { policyRollBack } = await stack.query<{ policyRollBack: { __typename: string; message?: string } }>(
    `mutation ($input: PolicyRollBackInput!) { policyRollBack(input: $input) { __typename ... on UserError { message } } }`,
    { input: { id, toVersion: version - 1, expectedVersion: version } },
  );
  if (policyRollBack.__typename !== 'Policy') throw new Error(policyRollBack.message);
}

/** Which worker captured each host and path. */
async function workers(): Promise<Map<string, string>> {
  type Answer = {
    job: {
      captures: {
        nodes: { url: string; worker: string | null }[];
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
      };
    };
  };
  const found = new Map<string, string>();
  let after: string | null = null;
  do {
    const { job: page }: Answer = await stack.query<Answer>(
      `query ($id: ID!, $after: String) {
        job(id: $id) { captures(first: 100, after: $after) { nodes { url worker } pageInfo { hasNextPage endCursor } } }
      }`,
      { id: job, after },
    );
    for (const { url, worker } of page.captures.nodes) {
      const { host, pathname } = new URL(url);
      if (worker) found.set(host + pathname, worker);
    }
    after = page.captures.pageInfo.hasNextPage ? page.captures.pageInfo.endCursor : null;
  } while (after);
  return found;
}
