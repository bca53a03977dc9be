import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COOKIE_BOUNDS } from '../../redis/hosts/cookies.ts';
import { begin, makeRun, makeUrls } from '../../testing/make.ts';
import { redisWorld, rule } from '../../testing/rule.ts';

const set = (key: string, value: string | null) => ({ key, value });

rule('cookies are of one host in one run, and a later word replaces an earlier one', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  await frontier.applyRun(makeRun({ run: 'b' }));
  await frontier.keepCookies('a', 'h.test', [set('x', '1'), set('y', '2')]);
  await frontier.keepCookies('a', 'h.test', [set('x', '3'), set('y', null), set('z', null)]);
  assert.deepEqual(await frontier.cookies('a', 'h.test'), ['3']);
  await frontier.keepCookies('unknown', 'h.test', [set('x', '1')]);
  for (const [run, host] of [
    ['b', 'h.test'],
    ['a', 'www.h.test'],
    ['unknown', 'h.test'],
  ] as const)
    assert.deepEqual(await frontier.cookies(run, host), []);
});

test('Redis keeps so many cookies, bytes and hosts, for so long; a run that is forgotten leaves none', async (t) => {
  const world = await redisWorld();
  t.after(world.close);
  const { frontier, redis, name, advance } = world;
  await frontier.applyRun(makeRun());
  const { count, bytes, jars, ttl } = COOKIE_BOUNDS;
  await frontier.keepCookies(
    'a',
    'many.test',
    Array.from({ length: 80 }, (_, n) => set(`k${n}`, 'v')),
  );
  assert.equal((await frontier.cookies('a', 'many.test')).length, count);
  await frontier.keepCookies(
    'a',
    'large.test',
    Array.from({ length: 9 }, (_, n) => set(`k${n}`, 'v'.repeat(1024))),
  );
  assert.equal((await frontier.cookies('a', 'large.test')).join('').length, bytes);
  await advance(1);
  const hosts = Array.from({ length: jars }, (_, n) => `h${n}.test`);
  await Promise.all(hosts.map((host) => frontier.keepCookies('a', host, [set('x', '1')])));
  assert.deepEqual(await frontier.cookies('a', 'many.test'), []);
  assert.equal((await frontier.cookies('a', 'h7.test')).length, 1);
  await advance(ttl + 1);
  for (let n = 0; n <= jars / 100; n++) await frontier.keepCookies('a', 'last.test', [set('x', '1')]);
  assert.deepEqual(await frontier.cookies('a', 'h7.test'), []);
  await frontier.applyRun(makeRun({ version: 9, state: 'cancelled' }));
  await frontier.drop('a', 'cancelled');
  while ((await frontier.forget('a')).left);
  const left = await redis.keys(`*${name}*`);
  assert.deepEqual(
    left.filter((key) => /:(?:cookies|jars)/.test(key)),
    [],
  );
});
