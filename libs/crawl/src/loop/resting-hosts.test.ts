import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBus } from '@trunkline/telemetry';
import { testRedis } from '@trunkline/test-support';
import { createRestingHosts } from './resting-hosts.ts';

test('a host that asks one worker for rest is left alone by every worker', async (t) => {
  const { url } = await testRedis();
  const buses = [createBus(url), createBus(url)] as const;
  const [told, other] = [createRestingHosts(buses[0]), createRestingHosts(buses[1])];
  t.after(async () => {
    await Promise.all([told.close(), other.close()]);
    await Promise.all(buses.map((bus) => bus.close()));
  });
  const host = `${crypto.randomUUID()}.test`;
  const news = buses[1].subscribe('hostThrottled');
  await news.start();

  told.said(host, 60_000);
  assert.equal(told.has(host), true, 'at once where it was said');
  for await (const message of news) if (message.host === host) break;
  assert.equal(other.has(host), true);
  assert.equal(told.has('another.test'), false);
});
