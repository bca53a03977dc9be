import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrontierUnavailable } from '@trunkline/frontier';
import { keepSession } from './sessions.ts';

const log = { warn() {}, info() {} };

/** A frontier of sessions alone, whose answers the test decides. */
function frontier() {
  const opened: string[] = [];
  const closed: string[] = [];
  const said = { away: false, lost: false };
  const answer = <T>(value: T) =>
    said.away ? Promise.reject(new FrontierUnavailable('test')) : Promise.resolve(value);
  return {
    opened,
    closed,
    said,
    openSession: async (session: string) => {
      await answer(null);
      opened.push(session);
      return { deadline: 0 };
    },
    renewSession: () => answer({ lost: said.lost }),
    closeSession: async (session: string) => {
      await answer(null);
      closed.push(session);
      return { returned: 3 };
    },
  };
}

test('requests may start until 9 s after the last renewal was sent, and not before a session is open', async () => {
  let now = 1000;
  const sessions = keepSession(frontier(), log, { now: () => now });
  assert.equal(sessions.mayStart(), false);
  await sessions.current();
  assert.equal(sessions.mayStart(), true);
  now = 9999;
  assert.equal(sessions.mayStart(), true);
  now = 10_000;
  assert.equal(
    sessions.mayStart(),
    false,
    'a process that slept finds itself barred before it does anything',
  );
  await sessions.close();
});

test('a renewal that takes long counts from when it was sent', async () => {
  let now = 0;
  const { openSession, ...rest } = frontier();
  const slow = { ...rest, openSession: async (id: string) => openSession(id).finally(() => (now = 5000)) };
  const sessions = keepSession(slow, log, { now: () => now });
  await sessions.current();
  now = 9001;
  assert.equal(sessions.mayStart(), false);
  await sessions.close();
});

test('a lost session is aborted, and the next one has another id', async () => {
  const at = frontier();
  const sessions = keepSession(at, log);
  const first = await sessions.current();
  sessions.lose(first);
  assert.equal(first.signal.aborted, true);
  assert.equal(sessions.mayStart(), false);
  const second = await sessions.current();
  assert.notEqual(second.id, first.id);
  assert.deepEqual(at.opened, [first.id, second.id]);
  sessions.lose(first);
  assert.equal(second.signal.aborted, false, 'what is said of an old session does not touch the new one');
  await sessions.close();
});

test('a drained worker starts nothing, keeps its session, and gives everything back at the end', async () => {
  const at = frontier();
  const sessions = keepSession(at, log);
  const { id, signal } = await sessions.current();
  sessions.drain();
  assert.deepEqual([sessions.mayStart(), signal.aborted], [false, false]);
  assert.equal(await sessions.close(), 3);
  assert.deepEqual([at.closed, signal.aborted], [[id], true]);
});

test('closing while Redis is away leaves the claims to the lease', async () => {
  const at = frontier();
  const sessions = keepSession(at, log);
  await sessions.current();
  at.said.away = true;
  assert.equal(await sessions.close(), 0);
});

test('a session is opened as soon as Redis is there', async () => {
  const at = frontier();
  at.said.away = true;
  const sessions = keepSession(at, log);
  const waiting = sessions.current();
  at.said.away = false;
  assert.equal((await waiting).id, at.opened[0]);
  await sessions.close();
});
