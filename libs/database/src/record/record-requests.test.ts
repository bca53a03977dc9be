import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { testDatabase } from '@trunkline/test-support';
import { migrate } from '../open/migrate.ts';
import { type OpenDatabase, openDatabase } from '../open/open-database.ts';
import type { RequestRow } from './batch.ts';
import { recordBatch } from './record-batch.ts';
import { forgetRequests, MARKS, MOST_STARTS, markOf } from './record-requests.ts';

let database: OpenDatabase;
before(async () => {
  const { url } = await testDatabase({ migrated: true });
  await migrate(url);
  database = openDatabase(url);
});
after(() => database.close());

const minute = Math.floor(Date.now() / 60_000) * 60_000;
const request = (ms: number, more: Partial<RequestRow> = {}): RequestRow => ({
  ...{ run: 1, host: 'a.test', kind: 'page', at: minute + ms, delayMs: 1000, concurrency: 1 },
  ...{ decidedBy: 'policy', isRequest: true, mark: markOf(`http://a.test/${ms}`), failure: null, ...more },
});
const record = (requests: RequestRow[]) =>
  recordBatch(database.pool, { discovered: [], visits: [], drops: [], dead: [], requests });
async function rows(host: string) {
  const { rows: found } = await database.pool.query(
    'select starts, more, failures, decided_by, delay_ms from host_requests where host = $1 order by at, decided_by',
    [host],
  );
  return found.map((row) => ({
    ...row,
    starts: row.starts.map((start: number) => Math.floor(start / MARKS)),
  }));
}

test('requests are in their minute once and in order, however often and in which order they are told', async () => {
  await record([request(3000), request(1000)]);
  await record([request(2000), request(3000), request(2000, { failure: 'throttled 429' })]);
  assert.deepEqual(await rows('a.test'), [
    {
      starts: [1000, 2000, 3000],
      more: 0,
      failures: ['2000 throttled 429'],
      decided_by: 'policy',
      delay_ms: 1000,
    },
  ]);
});

test('requests of one millisecond are told apart; another pace, and another minute, is another row', async () => {
  const of = (more: Partial<RequestRow>) => request(5, { host: 'b.test', ...more });
  await record([
    of({ mark: 1 }),
    of({ mark: 2 }),
    of({ delayMs: 5000, decidedBy: 'rule' }),
    of({ at: minute + 60_005 }),
  ]);
  assert.deepEqual(
    (await rows('b.test')).map(({ starts }) => starts),
    [[5, 5], [5], [5]],
  );
});

test('a failure without a request is told with no request; what is far off the clock is not kept', async () => {
  const of = (more: Partial<RequestRow>) => request(7, { host: 'c.test', ...more });
  await record([of({ isRequest: false, failure: 'DNS_TIMEOUT' }), of({ at: 1000 }), of({ at: 8e15 })]);
  assert.deepEqual(
    (await rows('c.test')).map(({ starts, failures }) => [starts, failures]),
    [[[], ['7 DNS_TIMEOUT']]],
  );
});

test('of very many in a minute the rest is counted', async () => {
  const many = Array.from({ length: MOST_STARTS }, (_, ms) => request(ms, { host: 'd.test' }));
  await record(many);
  await record([request(50_000, { host: 'd.test' }), request(50_001, { host: 'd.test' })]);
  const [row] = await rows('d.test');
  assert.deepEqual([row!.starts.length, row!.more], [MOST_STARTS, 2]);
});

test('days that are over for longer than they are kept are dropped, and no others', async () => {
  assert.equal(await forgetRequests(database.pool, new Date(Date.now() + 80 * 86_400_000)), 0);
  assert.ok((await forgetRequests(database.pool, new Date(Date.now() + 93 * 86_400_000))) > 0);
  assert.deepEqual(await rows('a.test'), []);
});
