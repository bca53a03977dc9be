import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GraphQLError } from 'graphql';
import { createRoom, type Leave } from './room.ts';

const who = (keyId: string, projectId = `of ${keyId}`) => ({ keyId, projectId });
const bounds = { total: 10, perProject: 8, perKey: 5 };
const patient = { waitMs: 60_000 };

/** Whether a place was given by now: everything that happens at once has happened. */
async function given(place: Promise<Leave>): Promise<boolean> {
  let is = false;
  void place.then(
    () => {
      is = true;
    },
    () => {},
  );
  await new Promise((resolve) => setImmediate(resolve));
  return is;
}

test('a room holds no more than fits into it, of a key, of a project and in all; who leaves twice gives one place back', async () => {
  const room = createRoom('readers', bounds, patient);
  const first = await room.enter(who('a', 'p'), 5);
  const [second, third] = [room.enter(who('a', 'p'), 1), room.enter(who('b', 'p'), 4)];
  assert.deepEqual([await given(second), await given(third)], [false, false]);
  const other = room.enter(who('c'), 5);
  assert.equal(await given(other), true, 'who waits for more of its own holds up nobody else');
  assert.equal(room.taken(), 10);
  first();
  first();
  assert.deepEqual([await given(second), await given(third), room.taken()], [true, true, 10]);
  for (const place of [second, third, other]) (await place)();
  assert.equal(room.taken(), 0);
});

test('places are given in the order in which they were asked for, also to what is large', async () => {
  const room = createRoom('readers', bounds, patient);
  const first = await Promise.all([room.enter(who('a'), 5), room.enter(who('b'), 4)]);
  const large = room.enter(who('c'), 5);
  const small = room.enter(who('d'), 1);
  assert.deepEqual([await given(large), await given(small)], [false, false]);
  first[1]!();
  assert.deepEqual([await given(large), await given(small)], [true, false]);
  first[0]!();
  assert.equal(await given(small), true);
});

test('however much others hold, a project that has nothing finds its first place, and so does a key of a project', async () => {
  const room = createRoom('readers', { total: 12, perProject: 6, perKey: 5, spare: 2 }, patient);
  const places = ['a', 'a', 'a', 'a', 'a', 'b', 'b', 'b', 'b', 'b'].map((key) => room.enter(who(key)));
  // Of a project as much as leaves two for its other keys; of all as much as leaves two for other projects.
  const got = await Promise.all(places.map(given));
  assert.deepEqual(got, [true, true, true, true, false, true, true, true, true, false]);
  const more = [room.enter(who('c')), room.enter(who('c')), room.enter(who('c'))];
  assert.deepEqual(await Promise.all(more.map(given)), [true, true, false]);
  assert.equal(room.taken(), 10);
  const firsts = [room.enter(who('a2', 'of a')), room.enter(who('d')), room.enter(who('e'))];
  assert.deepEqual(await Promise.all(firsts.map(given)), [false, true, true]);
  assert.equal(room.taken(), 12);
  for (const place of [places[0]!, places[5]!, places[6]!]) (await place)();
  // Those who have some wait for their turn among themselves.
  assert.deepEqual(await Promise.all([places[4]!, more[2]!, firsts[0]!].map(given)), [true, false, false]);

  const alone = createRoom('readers', { total: 12, perProject: 6, perKey: 5, spare: 2 }, patient);
  const keys = ['a', 'a', 'a', 'a', 'a', 'b', 'b', 'c'].map((key) => alone.enter(who(key, 'p')));
  assert.deepEqual(await Promise.all(keys.map(given)), [true, true, true, true, false, true, false, true]);
});

test('what is larger than a key may have gets in alone', async () => {
  const room = createRoom('readers', bounds, patient);
  const leave = await room.enter(who('a'), 1000);
  assert.equal(room.taken(), 5);
  leave();
  assert.equal(room.taken(), 0);
});

test('who waited too long is told when to come again: by its own bound with 429, by that of the server with 503', async () => {
  const room = createRoom('readers', bounds, { waitMs: 1 });
  await room.enter(who('a'), 5);
  await room.enter(who('b'), 5);
  const refused = (place: Promise<Leave>) =>
    place.then(
      () => assert.fail('it was let in'),
      ({ extensions, message }: GraphQLError) => [
        ...[extensions['code'], (extensions['http'] as { status: number }).status, message],
      ],
    );
  assert.deepEqual((await refused(room.enter(who('a')))).slice(0, 2), ['RATE_LIMITED', 429]);
  assert.deepEqual((await refused(room.enter(who('c')))).slice(0, 2), ['UNAVAILABLE', 503]);
  assert.match(String((await refused(room.enter(who('c'))))[2]), /readers .* try again in 5 s/);
  assert.equal(room.taken(), 10);
});

test('who goes away waits no more, and so many of a key wait at once', async () => {
  const room = createRoom('readers', bounds, patient);
  const leave = await room.enter(who('a'), 5);
  const away = new AbortController();
  const waits = Array.from({ length: 200 }, () => room.enter(who('a'), 1, away.signal));
  await assert.rejects(room.enter(who('a')), /This key has as many readers running/);
  away.abort(new Error('gone'));
  for (const one of waits) await assert.rejects(one, /gone/);
  await assert.rejects(room.enter(who('a'), 1, away.signal), /gone/);
  leave();
  assert.equal(room.taken(), 0);
});
