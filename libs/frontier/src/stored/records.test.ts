import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shardKeys } from '../keys.ts';
import { begin, claimSome, makeRun, makeUrls, settled } from '../testing/make.ts';
import { redisWorld } from '../testing/rule.ts';
import { packRecords, unpackRecords } from './records.ts';

const lines = (count: number) =>
  Array.from({ length: count }, (_, i) => JSON.stringify({ url: `http://h.test/ä/${i}` }));

test('records are read as they were packed, few or many', () => {
  for (const count of [1, 3, 300, 2000]) {
    const packed = packRecords(lines(count));
    assert.deepEqual(unpackRecords(Buffer.from(packed as string)), lines(count), `${count} records`);
  }
});

test('many records stand in less than half the bytes', () => {
  assert.ok(packRecords(lines(2000)).length < lines(2000).join('\n').length / 2);
});

test('an entry that no reader can make sense of is told as such, with how many URLs ended with it, and hides no other', async () => {
  const world = await redisWorld();
  const { redis, frontier, name } = world;
  const { outcomes } = shardKeys(name, 0);
  try {
    await begin(
      world,
      makeRun({ policy: { pace: { mode: 'rate', perSecond: 1000, concurrency: 3 } } }),
      makeUrls('h.test', 3),
    );
    const claims = await claimSome(frontier, 's');
    const items = claims.map((claim, n) =>
      settled(claim, n === 2 ? { next: { do: 'retry', delayMs: 1 } } : {}),
    );
    await frontier.settle('s', 'all', items);
    const [, [, fields]] = (await redis.xrangeBuffer(outcomes(), '-', '+')) as [unknown, [Buffer, Buffer[]]];
    const torn = fields.map((field, i) => {
      return i > 0 && fields[i - 1]!.toString() === 'v' ? Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2]) : field;
    });
    await redis.xadd(outcomes(), '*', ...torn);
    await redis.xadd(outcomes(), '*', 'o', '0', 'r', 'run', 'k', 'new', 'n', '-7');
    await redis.xadd(outcomes(), '*', 'o', '0', 'r', 'run', 'k', 'x', 'n', 'many');
    await redis.xadd(outcomes(), '*', 'hello', 'world');
    const read = await frontier.readOutcomes('a', 100);
    assert.deepEqual(
      read.map((entry) => (entry.kind === 'unreadable' ? entry.ends : entry.kind)),
      ['discovered', 'settled', 2, 0, 0, 0],
    );
  } finally {
    await world.close();
  }
});
