import { after } from 'node:test';
import {
  createRunPartitions,
  deadEntries,
  findings as diagnosed,
  hostRules,
  indexDocuments,
  jobs,
  pageChanges,
  recordBatch,
  robotsVersions,
  runOperations,
  urlHash,
  type VisitRow,
  webhookDeliveries,
} from '@trunkline/database';
import { openFrontier } from '@trunkline/frontier';
import { openRedis } from '@trunkline/redis';
import { createBus, createReporter, createStageClock, tellConductor } from '@trunkline/telemetry';
import { eq } from 'drizzle-orm';
import { encodeId, keyOf } from '../schema/kit/ids.ts';
import type { TestApi } from './test-api.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are read field by field
type Result = any;

export type Furnished = Record<string, string>;

/**
 * One of everything a project can own, made with its key: a job that runs, with a page in flight, one that was captured and
 * one that was given up. Pages are at `host`, and `word` is in all that can hold a text. Gives an id of each type.
 */
export async function furnish(
  api: TestApi,
  { key, host, word }: { key: string; host: string; word: string },
): Promise<Furnished> {
  const { db, pool } = api.database;
  const ask = async (query: string, variables: Record<string, unknown> = {}): Promise<Result> => {
    const { data, errors } = await api.ask<Result>(query, variables, key);
    const refused = Object.values(data ?? {}).some((one) => Object.hasOwn(Object(one), 'message'));
    if (errors || refused) throw new Error(`${query}: ${JSON.stringify(errors ?? data)}`);
    return data;
  };
  const url = `http://${host}/`;

  const { jobCreate } = await ask(
    `mutation($input: JobCreateInput!) { jobCreate(input: $input) {
      ... on Job { id policy { id } latestRun { id shortId } } ... on UserError { message } } }`,
    {
      input: {
        ...{ seeds: [url, `${url}${word}-seed`], name: word },
        ...{ labels: [{ name: 'of', value: word }], scope: { include: [`*/${word}*`] } },
        ...{ headers: [{ name: `x-${word}`, value: word }] },
        rules: { userAgent: `${word}/1.0 (+${url})`, pace: { perSecond: 1000, concurrency: 8 } },
      },
    },
  );
  const { id, policy, latestRun } = jobCreate;
  const short = latestRun.shortId as string;
  const run = Number.parseInt(short, 36);
  const [project] = await db
    .select({ serial: jobs.serial, projectId: jobs.projectId })
    .from(jobs)
    .where(eq(jobs.id, keyOf('Job', id)!));
  const job = project!.serial;
  await createRunPartitions(db, run, job);

  await record();
  const close = await work();
  after(close);

  const made = await ask(
    `mutation($id: ID!, $run: ID!, $policy: ID!, $word: String!, $hook: String!) {
      policyUpdate(input: { id: $policy, name: $word, rules: { retries: { attempts: 2 } }, reason: $word }) { __typename }
      runRepair(input: { id: $run, reason: $word }) { ... on RunOperation { id } ... on UserError { message } }
      jobsPause(input: { filter: { ids: [$id] }, reason: $word }) { ... on BulkRequested { operation { id } } ... on UserError { message } }
      scheduleCreate(input: { jobId: $id, cron: "@daily", reason: $word }) { ... on Schedule { id } ... on UserError { message } }
      webhookCreate(input: { url: $hook, jobId: $id, events: [RUN_DONE] }) { ... on WebhookCreated { webhook { id } } ... on UserError { message } } }`,
    { id, run: latestRun.id, policy: policy.id, word, hook: `https://${word}.example/` },
  );
  // As an operator of this project would have set it.
  const [rule] = await db
    .insert(hostRules)
    .values({
      ...{ projectId: project!.projectId, pattern: `*.${host}`, group: word },
      pace: { mode: 'delay', delayMs: 5 },
    })
    .returning({ id: hostRules.id });
  const webhook = made.webhookCreate.webhook.id as string;
  await db
    .insert(webhookDeliveries)
    .values({ webhookId: keyOf('Webhook', webhook)!, event: 'run.done', payload: { word }, error: word });
  const [finding] = await db
    .insert(diagnosed)
    .values({
      ...{ runId: keyOf('Run', latestRun.id)!, cause: 'DNS', since: new Date(), share: 0.5, sentence: word },
      detail: {
        ...{ urls: [word], hosts: [word], workers: [word], advice: word },
        evidence: [{ name: word, value: 2, unit: word, normalFrom: 0, normalTo: 1 }],
        action: { label: word, mutation: word, input: { word }, command: word },
        stages: [{ stage: word, l: 1, queued: 0, lambda: 1, w: 1, utilisation: 0, failed: 0, failedBy: {} }],
      },
    })
    .returning({ id: diagnosed.id });
  const findings = { pageMissing: { count: 1, fixed: 0, samples: [word] } };
  await db
    .update(runOperations)
    .set({ error: word, findings })
    .where(eq(runOperations.id, keyOf('RunOperation', made.runRepair.id)!));

  const { job: own, ...rest } = await ask(
    `query($id: ID!) {
      job(id: $id) { captures(first: 1) { nodes { id } } pages(first: 1) { nodes { id } } hosts(first: 1) { nodes { id } } }
      webhooks { nodes { deliveries { nodes { id } } } } viewer { project { id } }
      auditLog { nodes { id } } apiKeys { nodes { id } } }`,
    { id },
  );
  return {
    ...{ Job: id, Run: latestRun.id, Policy: policy.id, Webhook: webhook },
    ...{ Schedule: made.scheduleCreate.id, HostRule: encodeId('HostRule', rule!.id) },
    Finding: encodeId('Finding', finding!.id),
    ...{ RunOperation: made.runRepair.id, BulkOperation: made.jobsPause.operation.id },
    Capture: own.captures.nodes[0].id,
    Page: own.pages.nodes[0].id,
    Host: own.hosts.nodes[0].id,
    Project: rest.viewer.project.id,
    WebhookDelivery: rest.webhooks.nodes[0].deliveries.nodes[0].id,
    ApiKey: rest.apiKeys.nodes[0].id,
    AuditEntry: rest.auditLog.nodes[0].id,
    DeadPage: encodeId('DeadPage', `${short}.${urlHash(`${url}${word}-dead`)}`),
    PolicyVersion: encodeId('PolicyVersion', `${keyOf('Policy', policy.id)}.1`),
    Worker: encodeId('Worker', `session-${host}`),
  };

  /** What a recorder would have committed. */
  async function record() {
    const at = Date.now() - 60_000;
    const visit = (path: string, n: number, more: Partial<VisitRow> = {}): VisitRow => ({
      ...{ run, job, url: `${url}${path}`, hash: urlHash(`${url}${path}`), attempt: 1, depth: 1, hops: 0 },
      ...{ startedAt: at, final: true, status: 200, outcome: 'fetched', code: null, detail: word },
      ...{ deadReason: null, address: '192.0.2.1', worker: word, timings: { dns: [0, 1.5] } },
      capture: {
        ...{ capturedAt: at + n, status: 200, bytes: 10, wireBytes: 5, links: 2, digest: `sha1:${word}` },
        ...{ segment: `${word}.warc.gz`, offset: 0, length: 100, contentType: 'text/html', charset: word },
        ...{ title: word, language: 'en', etag: word, lastModified: word, truncated: null },
        ...{ refersToRun: null, refersTo: null },
      },
      ...more,
    });
    const dead: Partial<VisitRow> = {
      ...{ status: 500, outcome: 'failed', code: 'HTTP', deadReason: word, capture: null },
    };
    const visits = [visit('', 1), visit(word, 2), visit(`${word}-dead`, 3, dead)];
    const discovered = visits.map(({ url, hash }, n) => ({
      ...{ job, hash, url, depth: n ? 1 : 0, firstSeenAt: at },
      discoveredFrom: n ? urlHash(url) : null,
    }));
    await recordBatch(pool, { discovered, visits, drops: [], dead: [] });
    await db.insert(deadEntries).values({ run: short, entry: `0:1-${run}`, payload: word, error: word });
    // Its table comes with the second run of a job.
    await createRunPartitions(db, run, job);
    await db.insert(pageChanges).values({
      ...{ hash: urlHash(url), runSerial: run, previousRun: run, jobSerial: job },
      ...{ changedAt: new Date(at), previousAt: new Date(at - 1), status: 200, previousStatus: 200 },
      ...{ digest: word, previousDigest: `${word}-before`, title: word, previousTitle: word },
    });
    await db.insert(robotsVersions).values(
      [1, 2].map((n) => ({
        ...{
          origin: url,
          firstSeenAt: new Date(at + n),
          lastSeenAt: new Date(at + n),
          state: 'rules' as const,
        },
        ...{ detail: word, digest: word, length: 4, body: `# ${word} ${n}\n` },
      })),
    );
    const { rows } = await pool.query('select id from captures where run = $1 order by id limit 1', [run]);
    await indexDocuments(pool, job, [
      {
        ...{ hash: urlHash(url), captureRun: run, captureId: Number(rows[0].id), capturedAt: at, url, host },
        ...{ contentType: 'text/html', language: 'en', title: word, text: `searched ${word} searched` },
      },
    ]);
  }

  /** A worker that has read the robots.txt of the host and holds a page of it, whose body is large. */
  async function work(): Promise<() => Promise<void>> {
    // Pausing and resuming brings the run into the frontier, as the conductor would.
    for (const verb of ['jobPause', 'jobResume'])
      await ask(`mutation($id: ID!) { ${verb}(input: { id: $id }) { __typename } }`, { id });
    const frontier = await openFrontier(api.redisUrl);
    await frontier.enqueue(short, [{ url: `${url}${word}`, depth: 0, hops: 0 }]);
    const session = `session-${host}`;
    await frontier.openSession(session, 600_000);
    const claim = async (call: string) => {
      for (let n = 0; ; n++) {
        const reply = await frontier.claim(session, `${call}${n}`, 8);
        const [first] = reply.state === 'granted' ? reply.claims : [];
        if (first) return first;
      }
    };
    const robots = await claim('robots');
    await frontier.settle(session, 'once', [
      {
        ...{ token: robots.token, run: short, host, startedAfterMs: 0, outcome: 'fetched', bytes: 0 },
        ...{ record: null, next: { do: 'settle' }, hostSignal: { kind: 'answered' } },
        robots: {
          origin: `http://${host}`,
          verdict: { state: 'rules', body: `User-agent: *\nDisallow: /${word}`, crawlDelayMs: 0 },
        },
      },
    ]);
    const { token } = await claim('page');
    const bus = createBus(api.redisUrl);
    const reporter = createReporter({
      ...{ redisUrl: api.redisUrl, bus, worker: session, name: `machine:${host}`, version: '0.1.0' },
      clock: createStageClock(['dns']),
      read: () => ({
        ...{ session, state: 'running', blockedBy: null, slots: 8, inFlight: 1, pages: 1 },
        ...{ wireBytes: 1, decodedBytes: 1 },
        ...{ unclaimedMs: {}, faults: {}, sockets: { open: 0, idle: 0 } },
        redisMs: { n: 0, p50: 0, p99: 0, open: 0, oldestMs: 0, times: '' },
        archive: { lagMs: 0, waiting: 0, freeBytes: 0, full: false },
        bandwidth: { capBytesPerS: null, waiting: 0, waitMs: 0 },
        transfers: [
          { run: short, url: `${url}${word}`, stage: 'body', bytes: 2_000_000, total: null, ms: 1, ageMs: 1 },
        ],
      }),
      readVisits: () => [[token, 'body', 1234]],
      onOrder: () => {},
      intervalMs: 1000,
    });
    await reporter.report();
    const told = openRedis(api.redisUrl, 'commands');
    const tell = () =>
      tellConductor(told, session, [
        {
          duty: 'apply',
          item: word,
          projectId: project!.projectId,
          runId: keyOf('Run', latestRun.id),
          since: 1,
          times: 1,
          error: word,
        },
      ]);
    await tell();
    const telling = setInterval(() => void tell(), 1000);
    const seen = { at: Date.now(), url: `${url}${word}`, unseen: 0 };
    await bus.record(short, [
      {
        ...{ ...seen, kind: 'trouble', outcome: 'failed', code: 'RESET', detail: word },
        ...{ status: null, attempt: 1, final: true },
      },
      { ...seen, kind: 'discovery', from: url, depth: 1 },
    ]);
    return async () => {
      clearInterval(telling);
      await told.quit();
      await reporter.close();
      await bus.close();
      await frontier.close();
    };
  }
}
