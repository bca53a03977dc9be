import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openRedis } from '@trunkline/redis';
import { createBus } from './bus/bus.ts';
import { keys } from './keys.ts';
import { startRedis } from './redis-for-tests.ts';
import type { RunEvent } from './run-event.ts';
import { endRunLog, readRunEvents, readRunLogEnd } from './run-log.ts';

const server = await startRedis();
const redis = openRedis(server.url, 'patient');
const bus = createBus(server.url);
after(async () => {
  redis.disconnect();
  await bus.close();
  await server[Symbol.asyncDispose]();
});

const found = (url: string): RunEvent => ({ kind: 'discovery', at: 1, url, from: null, depth: 0, unseen: 0 });
const told = (run: string, state: string, version: number) =>
  bus.publish('runState', { runId: 'id', run, state, version, over: state === 'done' });
const states = async (run: string) =>
  (await readRunEvents(redis, run, '0', 100)).map(({ event }) =>
    event.kind === 'state' ? [event.from, event.to] : event.kind,
  );

test('events of a run are numbered from 1, read on from any of them, and wake who follows', async () => {
  const woken = bus.subscribe('runEvents');
  await woken.start();
  assert.deepEqual(await readRunLogEnd(redis, 'a'), { n: 0, id: '0-0' });
  await bus.record('a', [found('http://a/1'), found('http://a/2')]);
  assert.deepEqual((await woken.next()).value, { run: 'a' });
  await bus.record('a', [found('http://a/3')]);
  const all = await readRunEvents(redis, 'a', '0', 100);
  assert.deepEqual(
    all.map(({ n, event }) => [n, event]),
    [1, 2, 3].map((n) => [n, found(`http://a/${n}`)]),
  );
  assert.deepEqual(await readRunEvents(redis, 'a', all[1]!.id, 100), [all[2]]);
  assert.deepEqual(await readRunLogEnd(redis, 'a'), { n: 3, id: all[2]!.id });
  await woken.return!();
});

test('a state is kept when it is news, whoever tells it and however often, and never out of order', async () => {
  await told('b', 'starting', 1);
  await told('b', 'running', 1);
  await told('b', 'running', 1);
  await told('b', 'paused', 2);
  await told('b', 'running', 1);
  assert.deepEqual(await states('b'), [
    [null, 'starting'],
    ['starting', 'running'],
    ['running', 'paused'],
  ]);
});

test('a log is bounded, and expires: soon once its run is over', async () => {
  const many = Array.from({ length: 500 }, (_, i) => found(`http://c/${i}`));
  for (let i = 0; i < 6; i++) await bus.record('c', many);
  const length = await redis.xlen(keys.runLog('c'));
  assert.ok(length >= 2000 && length < 2200, `${length}`);
  assert.equal((await readRunLogEnd(redis, 'c')).n, 3000);
  for (const key of [keys.runLog('c'), keys.runCounts('c')]) assert.ok((await redis.ttl(key)) > 600_000);
  await endRunLog(redis, 'c');
  for (const key of [keys.runLog('c'), keys.runCounts('c')]) assert.ok((await redis.ttl(key)) <= 900);
});

test('a log is bounded in bytes as well as in entries, and logs of many runs share what there is for all', async () => {
  const long = found(`http://a/${'x'.repeat(4000)}`);
  const write = async (run: string) => {
    for (let n = 0; n < 20; n++)
      await bus.record(
        run,
        Array.from({ length: 20 }, () => long),
      );
    return Number(await redis.memory('USAGE', keys.runLog(run), 'SAMPLES', 0));
  };
  const alone = await write('long');
  assert.ok(alone > 300_000 && alone < 800_000, `${alone} bytes`);
  const second = Math.floor(Date.now() / 1000);
  const others = Array.from({ length: 3000 }, (_, n) => [second, `other${n}`]).flat();
  await redis.zadd(keys.runLogs, ...others);
  const beside = await write('long');
  assert.ok(beside < alone / 3, `${beside} bytes beside 3,000 others`);
  assert.equal((await readRunLogEnd(redis, 'long')).n, 800);
  await endRunLog(redis, 'long');
  assert.equal(await redis.zscore(keys.runLogs, 'long'), null);
});
