import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TrapState, traps, type VisitRow } from '@trunkline/database';
import { openFrontier } from '@trunkline/frontier';
import { eq } from 'drizzle-orm';
import { testApi } from '../../../testing/test-api.ts';

import { type Result, worldsOf } from './worlds.fixture.ts';

const api = await testApi();
const world = worldsOf(api);

test('when the run is over the ledger speaks: how each URL ended, of every outcome, and what was never visited', async () => {
  const { frontier, state, visit, record, over, serial, url, host } = await world({ inFrontier: false });
  await frontier.close();
  const ends: [path: string, more: Partial<VisitRow>, place: string, summary: RegExp][] = [
    ['ok', {}, 'ENDED', /visited: fetched with status 200/],
    ['same', { outcome: 'notModified', status: 304 }, 'ENDED', /notModified with status 304/],
    [
      'moved',
      { outcome: 'redirected', status: 301, detail: url('ok') },
      'ENDED',
      /redirected with status 301 to http/,
    ],
    ...(['robots', 'address', 'scope', 'contentType', 'noindex', 'trap'] as const).map(
      (by): (typeof ends)[number] => [
        by,
        { outcome: 'refused', code: by, detail: 'why', status: null },
        'ENDED',
        // What kind a page is, is known when it has come.
        by === 'contentType' || by === 'noindex'
          ? new RegExp(`visited: refused \\(${by}: why\\)`)
          : new RegExp(`not asked for: refused \\(${by}: why\\)`),
      ],
    ),
    [
      'busy',
      { outcome: 'throttled', status: 429, deadReason: 'throttled' },
      'DEAD',
      /given up \(throttled\): throttled/,
    ],
    ...(['DNS_NOT_FOUND', 'RESET', 'REDIRECT_LOOP', 'EXTRACT_FAILED', 'SERVER_ERROR'] as const).map(
      (code): (typeof ends)[number] => [
        code,
        { outcome: 'failed', code, detail: 'no', status: null, deadReason: code },
        'DEAD',
        new RegExp(`given up \\(${code}\\): failed \\(${code}: no\\)`),
      ],
    ),
  ];
  const drop = (entry: string, reason: string, more: object) => ({
    run: serial,
    entry,
    count: 1,
    reason,
    ...more,
  });
  await record(
    ends.map(([path, more]) => visit(path, more)),
    [['', null], ...ends.map(([path]): [string, string] => [path, '']), ['left', 'ok'], ['poisoned', '']],
    [drop('0:1-1', 'poison', { host, url: url('poisoned') })],
  );
  await over('done');
  for (const [path, , place, summary] of ends) {
    const told = await state(path);
    assert.equal(told.place, place, path);
    assert.match(told.summary, summary);
    assert.equal(told.next, null);
    assert.deepEqual([told.ifEnqueued, told.hostState, told.visits.length], [null, null, 1]);
    assert.equal(told.dead === null, place === 'ENDED');
  }
  const left = await state('left');
  assert.deepEqual(
    [left.place, left.parents.map(({ url: of }: Result) => of)],
    ['UNVISITED', [url('ok'), url('')]],
  );
  const poisoned = await state('poisoned');
  assert.deepEqual([poisoned.place, poisoned.dead.reason], ['DEAD', 'poison']);
  assert.match((await state('never')).summary, /never heard of it/);
  const moved = await state('moved');
  assert.deepEqual(
    moved.redirects.map(({ status, target }: Result) => [status, target]),
    [
      [301, url('ok')],
      [200, null],
    ],
  );
  await record([], [], [drop('0:2-1', 'host-unreachable', { host })]);
  assert.deepEqual(
    [(await state('left')).place, (await state('left')).dead.reason],
    ['DEAD', 'host-unreachable'],
  );
});

test('what is held in quarantine says which shape, since when and on what evidence; what is not held any more says so', async () => {
  const { frontier, state, visit, record, serial, host, url, jobSerial } = await world();
  await frontier.close();
  const shape = `${host} /cal /#`;
  const evidence = {
    ...{ pages: 97, fresh: 0, row: { pages: 97, fresh: 0, inside: 97 }, found: 200, mistake: 1e-7 },
    ...{ barren: [url('cal/3')], pair: null },
  };
  const trap = { jobSerial, shape, runSerial: serial, state: 'held' as const, evidence };
  await api.database.db.insert(traps).values(trap);
  const held = {
    outcome: 'refused',
    code: 'quarantine',
    detail: shape,
    deadReason: 'quarantine',
    status: null,
  };
  await record(
    [visit('cal/9', held)],
    [
      ['', null],
      ['cal/9', ''],
      ['cal/8', ''],
    ],
  );

  const told = await state('cal/9');
  assert.deepEqual([told.place, told.dead.reason, told.trap.state], ['DEAD', 'quarantine', 'HELD']);
  assert.deepEqual(
    [told.trap.pattern, told.trap.pages, told.trap.fresh, told.trap.barren, told.trap.held],
    [`${host}/cal/#…`, 97, 0, [url('cal/3')], 1],
  );
  assert.match(
    told.summary,
    /^It is held in quarantine since \S+, without a request: URLs like \S+\/cal\/#… keep growing \(200 found\) and bring nothing new: of 97 pages none did\./,
  );
  const says = async (path: string) => {
    const { place, summary, checks } = await state(path);
    const { passes, sentence } = checks.find(({ check }: Result) => check === 'QUARANTINE');
    return { place, summary, passes, sentence };
  };
  const never = await says('cal/777');
  assert.deepEqual([never.place, never.passes], ['UNKNOWN', false]);
  assert.match(never.summary, /it would be held, not fetched: held since/);
  const healthy = await says('a');
  assert.deepEqual([healthy.passes, healthy.sentence], [true, 'its shape is no trap']);
  assert.equal((await state('a')).trap, null);

  const known = await openFrontier(api.redisUrl);
  await known.enqueue(serial.toString(36), [{ url: url('cal/8'), depth: 1, hops: 0 }]);
  await known.close();
  const waiting = await says('cal/8');
  assert.deepEqual([waiting.place, waiting.passes], ['WAITING', false]);
  assert.match(waiting.summary, /when its turn comes it is not fetched: held since/);

  const decided: [state: TrapState, passes: boolean, sentence: RegExp][] = [
    ['watched', true, /^watched since .* fetched all the same/],
    ['released', true, /released in this run/],
    ['allowed', true, /allowed in all runs of the job/],
    ['kept', false, /^held in all runs of the job since/],
  ];
  for (const [to, passes, sentence] of decided) {
    await api.database.db.update(traps).set({ state: to }).where(eq(traps.shape, shape));
    const found = await says('cal/8');
    assert.equal(found.passes, passes, to);
    assert.match(found.sentence, sentence);
    assert.equal(/not fetched/.test(found.summary), !passes, to);
  }
  // What another run of the job found is no word about this one.
  await api.database.db
    .update(traps)
    .set({ state: 'held', runSerial: serial + 1 })
    .where(eq(traps.shape, shape));
  assert.deepEqual([(await says('cal/8')).passes, (await state('cal/8')).trap], [true, null]);
});

test('what was left of a run that was cancelled is dropped, with the reason', async () => {
  const { frontier, state, record, over, serial } = await world({ inFrontier: false });
  await frontier.close();
  await record(
    [],
    [
      ['', null],
      ['left', ''],
    ],
    [{ run: serial, entry: '0:3-1', count: 2, reason: 'cancelled' }],
  );
  await over('cancelled');
  const left = await state('left');
  assert.deepEqual([left.place, left.dead.reason], ['DROPPED', 'cancelled']);
  assert.match(left.summary, /dropped without a visit: the run was cancelled before its turn came/);
});
