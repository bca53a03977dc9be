import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRunPartitions, jobs, policies, recordBatch, runs, urlHash } from '@trunkline/database';
import { eq } from 'drizzle-orm';
import { testApi } from '../../testing/test-api.ts';
import { encodeId } from '../kit/ids.ts';

const api = await testApi();
const { db, pool } = api.database;

/** A job with three runs of seven captures; every third of a run answered 404. */
async function threeRuns() {
  const name = api.freshHost();
  const { projectId } = api;
  const [policy] = await db.insert(policies).values({ projectId, name, rules: {} }).returning();
  const [job] = await db
    .insert(jobs)
    .values({ projectId, name, scope: {}, policyId: policy!.id })
    .returning();
  const urls: string[] = [];
  for (let n = 0; n < 3; n++) {
    const [run] = await db
      .insert(runs)
      .values({ jobId: job!.id, policyVersion: 1, state: 'running' })
      .returning();
    await createRunPartitions(db, run!.serial, job!.serial);
    for (let page = 0; page < 7; page++) {
      const url = `http://${name}/${page}?run=${n}`;
      urls.push(url);
      const none = { code: null, detail: null, deadReason: null, address: null };
      const unsaid = {
        charset: null,
        title: null,
        language: null,
        etag: null,
        lastModified: null,
        truncated: null,
      };
      const status = page % 3 === 0 ? 404 : 200;
      const visit = {
        ...{
          run: run!.serial,
          job: job!.serial,
          url,
          hash: urlHash(url),
          attempt: 1,
          depth: 0,
          hops: 0,
          startedAt: 1,
        },
        ...{ final: true, status, outcome: 'fetched', worker: 'w', timings: {}, ...none },
        capture: {
          ...{
            capturedAt: 1,
            status,
            bytes: 1,
            wireBytes: 1,
            links: 0,
            digest: url,
            contentType: 'text/html',
            ...unsaid,
          },
          ...{ segment: 's', offset: 0, length: 1, refersToRun: null, refersTo: null },
        },
      };
      await recordBatch(pool, { discovered: [], visits: [visit], drops: [], dead: [] });
    }
    await db.update(runs).set({ state: 'done' }).where(eq(runs.id, run!.id));
  }
  return { id: encodeId('Job', job!.id), urls };
}

const query = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $filter: CaptureFilter) {
  job(id: $id) { captures(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    nodes { url } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } }`;
type Answer = {
  job: {
    captures: {
      nodes: { url: string }[];
      pageInfo: { startCursor: string; endCursor: string; hasNextPage: boolean; hasPreviousPage: boolean };
    };
  };
};

test('captures of a job are walked through over all its runs, forwards and backwards, each once', async () => {
  const { id, urls } = await threeRuns();
  const ask = async (args: object) => (await api.ask<Answer>(query, { id, ...args })).data.job.captures;
  const forwards: string[] = [];
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo } = await ask({ first: 4, after });
    forwards.push(...nodes.map(({ url }) => url));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  assert.deepEqual(forwards, urls);
  const backwards: string[] = [];
  for (let before: string | null = null; ; ) {
    const { nodes, pageInfo } = await ask({ last: 4, before });
    backwards.unshift(...nodes.map(({ url }) => url));
    if (!pageInfo.hasPreviousPage) break;
    before = pageInfo.startCursor;
  }
  assert.deepEqual(backwards, urls);
});

test('a list between two cursors ends at both, and filters hold over all runs', async () => {
  const { id, urls } = await threeRuns();
  const ask = async (args: object) => (await api.ask<Answer>(query, { id, ...args })).data.job.captures;
  const names = ({ nodes }: Answer['job']['captures']) => nodes.map(({ url }) => url);
  const [{ pageInfo: begin }, { pageInfo: end }] = [await ask({ first: 5 }), await ask({ last: 3 })];
  const between = { after: begin.endCursor, before: end.startCursor };
  assert.deepEqual(names(await ask({ first: 100, ...between })), urls.slice(5, -3));
  assert.deepEqual(names(await ask({ last: 2, ...between })), urls.slice(-5, -3));
  const odd = urls.filter((_, n) => (n % 7) % 3 === 0);
  const filter = { status: [404, 500] };
  const half = await ask({ first: 4, filter });
  assert.deepEqual(names(half), odd.slice(0, 4));
  assert.deepEqual(names(await ask({ first: 100, after: half.pageInfo.endCursor, filter })), odd.slice(4));
  const filtered = { urlStartsWith: urls[8]!.slice(0, -1) };
  assert.deepEqual(
    names(await ask({ first: 100, filter: filtered })),
    urls.filter((_, n) => n % 7 === 1),
  );
});
