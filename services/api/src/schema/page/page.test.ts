import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createRunPartitions,
  indexDocuments,
  jobs,
  policies,
  recordBatch,
  runs,
  urlHash,
  type VisitRow,
} from '@trunkline/database';
import { eq } from 'drizzle-orm';
import { testApi } from '../../testing/test-api.ts';
import { encodeId } from '../kit/ids.ts';

const api = await testApi();
const { db, pool } = api.database;
const stranger = await api.keyFor(['jobs:read'], 'stranger');

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

/** A job with two runs; the pages whose number is even differ in the second. */
async function crawledTwice(pages: number) {
  const host = api.freshHost();
  const [policy] = await db
    .insert(policies)
    .values({ projectId: api.projectId, name: host, rules: {} })
    .returning();
  const [job] = await db
    .insert(jobs)
    .values({ projectId: api.projectId, name: host, scope: {}, policyId: policy!.id })
    .returning();
  const serials: number[] = [];
  for (const n of [0, 1]) {
    const [run] = await db
      .insert(runs)
      .values({ jobId: job!.id, policyVersion: 1, state: 'running' })
      .returning();
    await createRunPartitions(db, run!.serial, job!.serial);
    const visits = Array.from({ length: pages }, (_, page) =>
      visitRow(run!.serial, job!.serial, `http://${host}/${page}`, page % 2 === 0 ? n : 0, n),
    );
    const discovered = visits.map(({ url, hash }, page) => ({
      job: job!.serial,
      hash,
      url,
      depth: page ? 1 : 0,
      discoveredFrom: page ? urlHash(`http://${host}/0`) : null,
      firstSeenAt: 1_795_000_000_000,
    }));
    await recordBatch(pool, { discovered, visits, drops: [], dead: [] });
    await db.update(runs).set({ state: 'done' }).where(eq(runs.id, run!.id));
    serials.push(run!.serial);
  }
  return { host, job: job!, id: encodeId('Job', job!.id), serials };
}

function visitRow(run: number, job: number, url: string, edition: number, n: number): VisitRow {
  const at = 1_795_000_000_000 + n * 86_400_000;
  return {
    run,
    job,
    url,
    hash: urlHash(url),
    attempt: 1,
    depth: 1,
    hops: 0,
    startedAt: at,
    final: true,
    status: 200,
    outcome: 'fetched',
    code: null,
    detail: null,
    deadReason: null,
    address: null,
    worker: 'w',
    timings: {},
    capture: {
      capturedAt: at,
      status: 200,
      bytes: 10,
      wireBytes: 10,
      links: 0,
      digest: `sha1:${edition}`,
      segment: 'a/s.warc.gz',
      offset: 0,
      length: 10,
      contentType: 'text/html',
      charset: null,
      title: `=Edition ${edition}, "quoted"`,
      language: 'en',
      etag: null,
      lastModified: null,
      truncated: null,
      refersToRun: null,
      refersTo: null,
    },
  };
}

const pageQuery = `query ($job: ID!, $url: String!) { page(job: $job, url: $url) {
  url depth discoveredFrom digest changes { nodes { changed before { digest title } after { digest title status } } } } }`;

test('a page shows how its captures differ from run to run, and only to its project', async () => {
  const { host, id } = await crawledTwice(4);
  type Answer = {
    page: {
      digest: string;
      discoveredFrom: string;
      changes: { nodes: { changed: string[]; after: object }[] };
    };
  };
  const { data } = await api.ask<Answer>(pageQuery, { job: id, url: `http://${host}/2` });
  assert.deepEqual(
    data.page.changes.nodes.map(({ changed }) => changed),
    [['title', 'digest']],
  );
  assert.deepEqual(data.page.changes.nodes[0]!.after, {
    digest: 'sha1:1',
    title: '=Edition 1, "quoted"',
    status: 200,
  });
  assert.equal(data.page.discoveredFrom, `http://${host}/0`);
  const same = await api.ask<Answer>(pageQuery, { job: id, url: `HTTP://${host}/1` });
  assert.deepEqual(same.data.page.changes.nodes, []);
  for (const [url, key] of [
    [`http://${host}/none`, api.key],
    [`http://${host}/2`, stranger],
  ] as const) {
    const { errors } = await api.ask(pageQuery, { job: id, url }, key);
    assert.equal(errors?.[0]?.extensions.code, 'NOT_FOUND');
  }
});

const get = (path: string, key = api.key) =>
  fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${key}` } });

test('an export gives every row once, goes on from any cursor, and is refused to other projects', async () => {
  const { id, host } = await crawledTwice(2300);
  for (const [kind, rows] of [
    ['pages', 2300],
    ['captures', 4600],
  ] as const) {
    const whole = (await (await get(`/export/${id}/${kind}`)).text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    assert.equal(whole.length, rows, kind);
    assert.equal(new Set(whole.map(({ cursor }) => cursor)).size, rows);
    // The page it was found on first: a seed was found on none.
    if (kind === 'pages')
      assert.equal(whole.filter(({ discoveredFrom }) => discoveredFrom === `http://${host}/0`).length, 2299);
    const { cursor } = whole[1500]!;
    const rest = (await (await get(`/export/${id}/${kind}?after=${cursor}`)).text()).trimEnd().split('\n');
    assert.deepEqual(
      rest.map((line) => JSON.parse(line)),
      whole.slice(1501),
    );
    assert.equal((await get(`/export/${id}/${kind}`, stranger)).status, 404);
  }
  const csv = await (await get(`/export/${id}/pages?format=csv`)).text();
  const lines = csv.trimEnd().split('\r\n');
  assert.match(lines[0]!, /^url,depth,discoveredFrom/);
  assert.equal(lines.length, 2301);
  assert.match(lines.find((line) => line.startsWith(`http://${host}/2,`))!, /,"'=Edition 1, ""quoted""",/);
  assert.equal((await get(`/export/${id}/pages?after=x`)).status, 400);
  assert.equal((await get(`/export/${id}/bodies`)).status, 400);
});

const searchQuery = `query ($query: String!, $filter: SearchFilter, $first: Int, $after: String) {
  search(query: $query, filter: $filter, first: $first, after: $after) {
    edges { cursor node { url title highlight { text match } } } pageInfo { hasNextPage endCursor } } }`;
type Found = {
  search: {
    edges: { node: { url: string; highlight: { text: string; match: boolean }[] } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
};

test('search finds words in titles first, in pieces of text, within filters, and only the own project', async () => {
  const { job, host, id } = await crawledTwice(1);
  const row = (n: number, title: string, text: string, more: object = {}) => ({
    hash: String(n),
    captureRun: 1,
    captureId: n,
    capturedAt: 1_795_000_000_000 + n,
    url: `http://${host}/${n}`,
    host,
    contentType: 'text/html',
    language: 'en',
    title,
    text,
    ...more,
  });
  const hostile = '<img src=x onerror=alert(1)> zebras & "quotes" \u0002marked\u0003'.replace(
    /\p{Cc}/gu,
    ' ',
  );
  await indexDocuments(pool, job.serial, [
    row(1, 'Nothing', `something of ${hostile} in a text`),
    row(2, 'Zebra', 'stripes'),
    row(3, 'Das Zebra', 'Streifen', { language: 'de', contentType: 'text/plain' }),
    row(4, 'Horses', 'none here'),
  ]);
  const search = async (query: string, filter: object = {}, more: object = {}, key = api.key) =>
    (await api.ask<Found>(searchQuery, { query, filter: { job: id, ...filter }, ...more }, key)).data.search;
  const urls = ({ edges }: Found['search']) => edges.map(({ node }) => node.url.split('/').at(-1));
  const all = await search('zebra');
  assert.deepEqual([urls(all).slice(0, 2).toSorted(), urls(all)[2]], [['2', '3'], '1']);
  const pieces = all.edges[2]!.node.highlight;
  assert.deepEqual(
    pieces.filter(({ match }) => match),
    [{ text: 'zebras', match: true }],
  );
  assert.match(pieces.map(({ text }) => text).join(''), /<img src=x onerror=alert\(1\)>/);
  assert.deepEqual(urls(await search('zebra', { language: 'de' })), ['3']);
  assert.deepEqual(urls(await search('zebra', { contentType: 'text/html', host })).toSorted(), ['1', '2']);
  assert.deepEqual(urls(await search('zebra -stripes', { language: 'en' })), ['1']);
  assert.deepEqual(urls(await search('zebra', { host: 'other.test' })), []);
  assert.deepEqual(
    urls(await search('zebra', { capturedAt: { lt: new Date(1_795_000_000_002).toISOString() } })),
    ['1'],
  );
  const first = await search('zebra', {}, { first: 2 });
  assert.ok(first.pageInfo.hasNextPage);
  assert.deepEqual(
    [...urls(first), ...urls(await search('zebra', {}, { after: first.pageInfo.endCursor }))],
    urls(all),
  );
  for (const odd of ['', '!!&|', "'; drop table documents; --", '\u0001hother', '"'.repeat(400)])
    assert.ok(await search(odd));
  const { data } = await api.ask<Found>(searchQuery, { query: 'zebra' }, stranger);
  assert.deepEqual(urls(data.search), []);
});

test('the pages of a job are listed, with their ids, by what their last visits were; a bulk operation takes the same filter', async () => {
  const { job, id, host } = await crawledTwice(5);
  const list = async (filter: object, first = 20, after: string | null = null) => {
    const { data, errors } = await api.ask<Result>(
      `query($id: ID!, $filter: PageFilter, $first: Int, $after: String) { job(id: $id) { pages(filter: $filter, first: $first, after: $after) {
        totalCount nodes { id url depth discoveredFrom } pageInfo { hasNextPage endCursor } } } }`,
      { id, filter, first, after },
    );
    assert.equal(errors, undefined, JSON.stringify(errors));
    return data.job.pages;
  };
  const walked: string[] = [];
  for (let after: string | null = null; ; ) {
    const page: Result = await list({}, 2, after);
    walked.push(...page.nodes.map((node: Result) => node.url));
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage) break;
  }
  assert.deepEqual(
    walked.sort(),
    [0, 1, 2, 3, 4].map((n) => `http://${host}/${n}`),
  );
  const found = async (filter: object) => (await list(filter)).totalCount;
  assert.equal(await found({ host }), 5);
  assert.equal(await found({ host: 'other.test' }), 0);
  assert.equal(await found({ urlStartsWith: `http://${host}/3` }), 1);
  assert.equal(await found({ urlStartsWith: 'http://t' }), 5);
  assert.equal(await found({ status: [200], outcome: ['FETCHED'] }), 5);
  assert.equal(await found({ status: [404] }), 0);
  assert.equal(await found({ visited: false }), 0);
  assert.equal(await found({ changedAt: { gte: '2001-01-01T00:00:00Z' } }), 3);
  const [three, four] = [3, 4].map((n) => ({ urlStartsWith: `http://${host}/${n}` }));
  assert.equal(await found({ or: [three, four] }), 2);
  assert.equal(await found({ or: [three, four], and: [{ host }, { not: four }] }), 1);
  assert.equal(await found({ not: { or: [three, four] } }), 3);
  // What is not known of a page does not hold.
  assert.equal(await found({ not: { changedAt: { gte: '2001-01-01T00:00:00Z' } } }), 2);
  assert.equal(await found({ not: {} }), 0);

  const one = (await list({ urlStartsWith: `http://${host}/3` })).nodes[0];
  const { data } = await api.ask<Result>(
    'query($id: ID!) { node(id: $id) { ... on Page { url discoveredFrom } } }',
    {
      id: one.id,
    },
  );
  assert.deepEqual(data.node, { url: one.url, discoveredFrom: `http://${host}/0` });

  const requeue = async (input: object) => {
    const { data: answer, errors } = await api.ask<Result>(
      `mutation($input: PagesRequeueInput!) { pagesRequeue(input: $input) { __typename
        ... on BulkRequested { matched operation { kind total } } ... on UserError { code } } }`,
      { input },
    );
    assert.equal(errors, undefined, JSON.stringify(errors));
    return answer.pagesRequeue;
  };
  const filter = { changedAt: { gte: '2001-01-01T00:00:00Z' } };
  assert.deepEqual(await requeue({ jobId: id, filter, dryRun: true }), {
    ...{ __typename: 'BulkRequested', matched: 3, operation: null },
  });
  const { operation } = await requeue({ jobId: id, filter });
  assert.deepEqual(operation, { kind: 'PAGES_REQUEUE', total: 3 });
  assert.ok(job.serial > 0);
});
