import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRunPartitions, origins, pages, projects, robotsVersions, urlHash } from '@trunkline/database';
import { eq } from 'drizzle-orm';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();
const { db } = api.database;

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

async function ask(query: string, variables: Record<string, unknown> = {}, as?: string): Promise<Result> {
  const { data, errors } = await api.ask<Result>(query, variables, as);
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

/** A job that knows a page at each of these origins. */
async function jobAt(serial: number, known: string[]) {
  const { jobCreate } = await ask(
    'mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id } } }',
    { input: { seeds: ['http://seed.test/'], start: false } },
  );
  await createRunPartitions(db, 1000 + serial, serial);
  for (const origin of known) {
    const { host } = new URL(origin);
    const [made] = await db.insert(origins).values({ origin, host }).onConflictDoNothing().returning();
    const row = made ?? (await db.query.origins.findFirst({ where: { origin } }))!;
    for (const path of ['', 'a'])
      await db.insert(pages).values({
        ...{
          hash: urlHash(`${origin}${path}`),
          jobSerial: serial,
          originId: row.id,
          firstSeen: 1,
          depth: 0,
          path,
        },
      });
  }
  return jobCreate.id as string;
}

test('the hosts of a job are each listed once, forwards and backwards, however many origins and pages they have', async () => {
  const id = await jobAt(1, [
    'http://a.test/',
    'https://a.test/',
    'https://b.test/',
    'http://c.test:8080/',
    'http://b.test/',
  ]);
  const list = async (args: string) =>
    (
      await ask(
        `query($id: ID!) { job(id: $id) { hosts(${args}) { totalCount nodes { host } pageInfo { endCursor startCursor hasNextPage } } } }`,
        { id },
      )
    ).job.hosts;
  const names = (page: Result) => page.nodes.map((node: Result) => node.host);
  const all = await list('first: 10');
  assert.deepEqual(names(all), ['a.test', 'b.test', 'c.test:8080']);
  assert.equal(all.totalCount, 3);
  const first = await list('first: 2');
  assert.deepEqual(names(first), ['a.test', 'b.test']);
  assert.deepEqual(names(await list(`first: 2, after: "${first.pageInfo.endCursor}"`)), ['c.test:8080']);
  assert.deepEqual(names(await list('last: 2')), ['b.test', 'c.test:8080']);
  assert.deepEqual(names(await list(`last: 2, before: "${all.pageInfo.endCursor}"`)), ['a.test', 'b.test']);
  assert.deepEqual(names(await list('filter: { name: "C.TE" }')), ['c.test:8080']);
});

test('a host tells what its robots.txt said, newest first, and what changed; to projects that know it', async () => {
  await jobAt(2, ['https://r.test/']);
  const day = (n: number) => new Date(Date.UTC(2026, 10, n));
  const version = (n: number, body: string | null) => ({
    ...{
      origin: 'https://r.test/',
      firstSeenAt: day(n),
      lastSeenAt: day(n),
      body,
      length: body?.length ?? null,
    },
    ...{
      state: body === null ? ('allowAll' as const) : ('rules' as const),
      detail: 'robots.txt answered 200',
    },
  });
  const hostile = Array.from({ length: 9000 }, (_, n) => `Disallow: /${n * 7}`).join('\n');
  await db
    .insert(robotsVersions)
    .values([
      version(1, null),
      version(2, 'User-agent: *\nDisallow: /a\n'),
      version(3, 'User-agent: *\nDisallow: /b\n'),
      version(4, hostile),
    ]);
  const read = `query($host: String!) { host(host: $host) { id host rules { pattern } robotsHistory(first: 3) { totalCount
    nodes { origin state text diff firstSeenAt } } } }`;
  const { host } = await ask(read, { host: 'R.test' });
  assert.equal(host.robotsHistory.totalCount, 4);
  const [huge, changed, appeared] = host.robotsHistory.nodes;
  assert.equal(huge.diff, null, 'files that have nothing in common are not compared');
  assert.deepEqual([changed.origin, changed.state], ['https://r.test', 'RULES']);
  assert.deepEqual(changed.diff.split('\n').slice(6), ['-Disallow: /a', '+Disallow: /b', '']);
  assert.match(appeared.diff, /^\+Disallow: \/a$/m);
  const stranger = await api.keyFor(['admin'], 'host-strangers');
  for (const [name, key] of [
    ['r.test', stranger],
    ['unknown.test', api.key],
  ] as const) {
    const { errors } = await api.ask<Result>(read, { host: name }, key);
    assert.equal(errors?.[0]?.extensions.code, 'NOT_FOUND');
  }
  const { errors } = await api.ask<Result>(read, { host: 'no host/' });
  assert.equal(errors?.[0]?.extensions.code, 'BAD_INPUT');
});

test('when a robots.txt was read for others is theirs: a project is told what its own runs were told, and their versions alone', async () => {
  await jobAt(3, ['https://shared.test/']);
  const other = await api.keyFor(['admin'], 'neighbours');
  const [theirs] = await db.select().from(projects).where(eq(projects.name, 'neighbours'));
  const row = (day: number, body: string, projectId: string | null) => ({
    ...{
      projectId,
      origin: 'https://shared.test/',
      state: 'rules' as const,
      detail: 'robots.txt answered 200',
    },
    ...{ firstSeenAt: new Date(Date.UTC(2026, 9, day)), lastSeenAt: new Date(Date.UTC(2026, 9, day)), body },
  });
  await db
    .insert(robotsVersions)
    .values([row(1, 'old', null), row(2, 'theirs', theirs!.id), row(3, 'mine', api.projectId)]);
  const admin = await api.keyFor(['admin']);
  const read = `{ host(host: "shared.test") { robotsHistory { totalCount nodes { text firstSeenAt diff } } } }`;
  const { host } = await ask(read, {}, admin);
  assert.deepEqual(host.robotsHistory, {
    totalCount: 1,
    nodes: [{ text: 'mine', firstSeenAt: '2026-10-03T00:00:00.000Z', diff: null }],
  });
  const texts = (await ask(read)).host.robotsHistory.nodes.map(({ text }: Result) => text);
  assert.deepEqual(texts, ['mine', 'old'], 'what nobody noted for whom it was is told to operators');
  const { errors } = await api.ask<Result>(read, {}, other);
  assert.equal(errors?.[0]?.extensions.code, 'NOT_FOUND');
});
