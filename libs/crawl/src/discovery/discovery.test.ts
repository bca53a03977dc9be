import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate as othersRun } from 'node:timers/promises';
import { openSpool } from '@trunkline/archive';
import { type Claim, createMemoryFrontier, type Frontier, type SettleItem } from '@trunkline/frontier';
import { type Omission, policySchema } from '@trunkline/policy';
import type { Discovered } from '@trunkline/visit';
import type { Ending } from '../loop/settle/safety.ts';
import { createSettler } from '../loop/settle/settler.ts';
import { createToldUrls } from '../runs/told-urls.ts';
import { createDiscovery } from './discovery.ts';
import type { Document } from './packed.ts';

const config = {
  ...{ projectId: 'p', jobId: 'j', maxPages: null, maxDepth: null },
  scope: { kind: 'any' as const, of: [], include: [], exclude: [] },
  policy: policySchema.parse({ robots: { obey: false } }),
};

/** A frontier in memory behind a gate, the queue, and the settler before it; a run per name, each with one URL. */
async function world(
  t: TestContext,
  runs: readonly string[],
  most?: { hot?: number; bytes?: number },
  omitted: readonly Omission[] = [],
) {
  const dir = await mkdtemp(join(tmpdir(), 'trunkline-discovery-'));
  let ahead = 0;
  const memory = createMemoryFrontier({ clock: () => Date.now() + ahead });
  const session = { id: 's', signal: new AbortController().signal };
  await memory.openSession('s', 3_600_000);
  for (const run of runs) {
    await memory.applyRun({
      run,
      version: 1,
      state: 'running',
      weight: 1,
      config: { ...config, runId: run },
    });
    await memory.enqueue(run, [{ url: `http://${run}.test/`, depth: 0, hops: 0 }]);
  }
  ahead = 10_000; // every host waits a full delay first
  const reply = await memory.claim('s', 'c', 100);
  assert.ok(reply.state === 'granted' && reply.claims.length === runs.length);
  const enqueued: string[] = [];
  /** While it is shut no call of the queue is answered. */
  let gate = Promise.withResolvers<void>();
  const frontier: Frontier = {
    ...memory,
    async enqueue(run, urls) {
      await gate.promise;
      enqueued.push(...urls.map(({ url }) => url));
      return memory.enqueue(run, urls);
    },
  };
  const opened: { close(): Promise<void> }[] = [];
  async function start(name: string) {
    const told = createToldUrls();
    const hooks = { onAway() {}, onSettled() {}, onStale() {} };
    const spool = await openSpool(dir, name);
    const onError = (error: Error) => assert.fail(error);
    const reread = async (_run: string, { url }: Document) => ({
      found: linksOf(url, 3000),
      maxDepth: null,
      omitted,
    });
    const discovery = createDiscovery({
      frontier,
      spool,
      told,
      reread,
      onAway() {},
      onError,
      ...(most && { most }),
    });
    const settler = createSettler(frontier, told, hooks, discovery);
    opened.push(discovery, spool);
    return { discovery, settler, spool };
  }
  t.after(async () => {
    gate.resolve();
    for (const one of opened) await one.close();
    await rm(dir, { recursive: true, force: true });
  });
  return {
    ...{ memory, session, enqueued, start, claims: reply.claims },
    open: () => gate.resolve(),
    shut() {
      gate = Promise.withResolvers();
    },
    sizes: async (run: string) => (await memory.sizes(run))!,
  };
}

function ending(claim: Claim, count: number): Ending {
  const { token, run, host, url } = claim;
  const item: SettleItem = {
    ...{ token, run, host, startedAfterMs: 0, outcome: 'fetched', bytes: 1, record: null },
    ...{ next: { do: 'settle' }, hostSignal: { kind: 'answered' } },
  };
  return { claim, item, discovered: linksOf(url, count), settling: null };
}

const linksOf = (url: string, count: number): Discovered[] =>
  Array.from({ length: count }, (_, n) => ({ url: `${url}${n}`, depth: 1, hops: 0, urgent: false }));

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await othersRun();
}

test('a page of many links is settled before one of them is enqueued, and its run is open until all are', async (t) => {
  const w = await world(t, ['a']);
  const { settler, discovery } = await w.start('one');
  settler.add(w.session, ending(w.claims[0]!, 5000));
  await settler.flush();
  const before = await w.sizes('a');
  assert.deepEqual([before.counters.finished, before.counters.accepted, before.discovering], [1, 1, 1]);
  const { urls, bytes } = discovery.state();
  assert.ok(urls === 5000 && bytes > 0);

  w.open();
  await until(async () => (await w.sizes('a')).discovering === 0);
  assert.equal((await w.sizes('a')).counters.accepted, 5001);
  const totals = { found: 5000, enqueued: 5000 };
  assert.deepEqual(discovery.state(), { urls: 0, bytes: 0, oldestMs: 0, heldBy: null, ...totals });
});

test('the first links of every page come before the rest of any, and runs take turns', async (t) => {
  const w = await world(t, ['a', 'b', 'c']);
  const { settler } = await w.start('one');
  for (const claim of w.claims) settler.add(w.session, ending(claim, 600));
  await settler.flush();
  w.open();
  await until(() => w.enqueued.length === 1800);
  const first = w.enqueued.slice(0, 3 * 32).map((url) => new URL(url).hostname);
  assert.deepEqual(new Set(first), new Set(['a.test', 'b.test', 'c.test']));
});

test('the rest of a document of which only the beginning was read is read from the archive, and its run is open until then', async (t) => {
  const w = await world(t, ['a']);
  const { settler } = await w.start('one');
  const location = { segment: 'a/1', offset: 0, length: 1 };
  settler.add(w.session, { ...ending(w.claims[0]!, 100), unread: location });
  await settler.flush();
  const before = await w.sizes('a');
  assert.deepEqual([before.counters.finished, before.counters.accepted, before.discovering], [1, 1, 1]);
  w.open();
  await until(async () => (await w.sizes('a')).discovering === 0);
  assert.equal((await w.sizes('a')).counters.accepted, 3001);
  assert.equal(w.enqueued.length, 3000, 'what stands in the beginning was enqueued twice');
});

test('what a process leaves is enqueued by the next one, and its promises are kept', async (t) => {
  const w = await world(t, ['a']);
  const { settler, discovery, spool } = await w.start('one');
  settler.add(w.session, ending(w.claims[0]!, 1000));
  await settler.flush();
  const closing = discovery.close();
  w.open(); // what was on its way is answered; nothing follows it
  await closing;
  await spool.close();
  assert.equal((await w.sizes('a')).discovering, 1);

  await w.start('two');
  await until(async () => (await w.sizes('a')).discovering === 0);
  assert.equal((await w.sizes('a')).counters.accepted, 1001);
});

test('beyond the bound of memory packs are read back from the disk, beyond that of the disk nothing is claimed', async (t) => {
  const w = await world(t, ['a'], { hot: 0, bytes: 1000 });
  const { settler, discovery } = await w.start('one');
  assert.equal(discovery.closedBy(), null);
  settler.add(w.session, ending(w.claims[0]!, 1000));
  await settler.flush();
  assert.equal(discovery.closedBy(), 'DISCOVERY');
  w.open();
  await until(async () => (await w.sizes('a')).discovering === 0);
  assert.equal((await w.sizes('a')).counters.accepted, 1001);
  assert.equal(discovery.closedBy(), null);
});

test('from half of the bound on, runs that have more than their part are passed over, others are not', async (t) => {
  const w = await world(t, ['a', 'b'], { bytes: 20_000 });
  const { settler, discovery } = await w.start('one');
  for (const claim of w.claims) settler.add(w.session, ending(claim, claim.run === 'a' ? 20_000 : 40));
  await settler.flush();
  assert.deepEqual(discovery.over(), ['a']);
  w.open();
  await until(async () => (await w.sizes('a')).discovering === 0);
  assert.deepEqual(discovery.over(), []);
});

/** What was told to be left out of a run. */
async function leftOut({ memory }: { memory: Frontier }, run: string): Promise<Omission[]> {
  const entries = await memory.readOutcomes('recorder', 1000);
  return entries.flatMap((entry) =>
    entry.kind === 'leftOut' && entry.run === run ? (JSON.parse(entry.record) as Omission[]) : [],
  );
}

test('the queue of a cancelled run is dropped before a call is answered, and counted; another run’s is not', async (t) => {
  const w = await world(t, ['a', 'b'], { hot: 1000 });
  const { settler, discovery } = await w.start('one');
  for (const claim of w.claims) settler.add(w.session, ending(claim, 5000));
  await settler.flush();
  await w.memory.applyRun({
    ...{ run: 'a', version: 2, state: 'cancelled', weight: 1 },
    config: { ...config, runId: 'a' },
  });
  // All of it but the pack that waits for an answer.
  await until(() => discovery.state().urls <= 5000 + 32);
  assert.ok(discovery.over().length === 0);
  w.open();
  await until(() => discovery.state().urls === 0);
  assert.equal((await w.sizes('b')).counters.accepted, 5001);
  const told = await leftOut(w, 'a');
  const asked = w.enqueued.filter((url) => url.includes('a.test')).length;
  assert.ok(asked < 100, `${asked} of them were enqueued`);
  assert.equal(
    told.reduce((sum, { count }) => sum + count, 0),
    5000 - asked,
  );
  for (const { kind, of, sample } of told) {
    assert.deepEqual([kind, of], ['runEnded', 'cancelled']);
    assert.match(sample, /^http:\/\/a\.test\/\d+$/);
  }
});

test('documents of a cancelled run that had yet to be read are counted as not read', async (t) => {
  const w = await world(t, ['a', 'b']);
  const { settler, discovery } = await w.start('one');
  const location = { segment: 'a/1', offset: 0, length: 1 };
  // The first pack of b keeps the queue busy until the gate opens.
  settler.add(w.session, ending(w.claims.find(({ run }) => run === 'b')!, 300));
  await settler.flush();
  settler.add(w.session, { ...ending(w.claims.find(({ run }) => run === 'a')!, 40), unread: location });
  await settler.flush();
  await w.memory.applyRun({
    ...{ run: 'a', version: 2, state: 'cancelled', weight: 1 },
    config: { ...config, runId: 'a' },
  });
  await until(() => discovery.state().urls <= 300);
  w.open();
  await until(() => discovery.idle());
  assert.deepEqual(await leftOut(w, 'a'), [
    { kind: 'runEnded', of: 'cancelled', count: 40, sample: 'http://a.test/0' },
    { kind: 'unread', of: 'cancelled', count: 1, sample: 'http://a.test/' },
  ]);
  assert.equal((await w.sizes('a')).discovering, 0);
});

test('what is left out of a document that is read later is told when it is read', async (t) => {
  const omitted: Omission[] = [{ kind: 'links', of: '3000', count: 597_000, sample: 'http://a.test/' }];
  const w = await world(t, ['a'], {}, omitted);
  const { settler } = await w.start('one');
  settler.add(w.session, { ...ending(w.claims[0]!, 100), unread: { segment: 'a/1', offset: 0, length: 1 } });
  await settler.flush();
  w.open();
  await until(async () => (await w.sizes('a')).discovering === 0);
  assert.deepEqual(await leftOut(w, 'a'), omitted);
});

test('while Redis is full found URLs wait in the queue, and visits are settled', async (t) => {
  const w = await world(t, ['a', 'b']);
  const { settler, discovery } = await w.start('one');
  w.open();
  const { enqueue } = w.memory;
  let room = 0;
  w.memory.enqueue = async (run, urls) =>
    room > 0 ? enqueue(run, urls) : { accepted: 0, known: 0, refused: 0, full: urls.length };
  for (const claim of w.claims) settler.add(w.session, ending(claim, claim.run === 'a' ? 5 : 1000));
  await settler.flush();
  for (const run of ['a', 'b']) {
    const { counters, discovering } = await w.sizes(run);
    assert.deepEqual([counters.finished, counters.accepted, discovering], [1, 1, 1]);
  }
  assert.equal(discovery.state().urls, 1005);
  await until(() => discovery.state().heldBy === 'REDIS_FULL');
  room = 1;
  await until(async () => (await w.sizes('a')).discovering + (await w.sizes('b')).discovering === 0);
  assert.equal((await w.sizes('a')).counters.accepted + (await w.sizes('b')).counters.accepted, 1007);
});
