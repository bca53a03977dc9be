import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openArchiveWriter } from '@trunkline/archive';
import { createBus } from '@trunkline/telemetry';
import { testRedis } from '@trunkline/test-support';
import { makeHead } from '@trunkline/web/http';
import { sealEndedRuns } from './seal-ended-runs.ts';

test('the segments of a run get their final names when the run is over, not when it pauses', async (t) => {
  const { url } = await testRedis();
  const dir = mkdtempSync(join(tmpdir(), 'trunkline-seal-'));
  const bus = createBus(url);
  const archive = await openArchiveWriter({ dir, writer: crypto.randomUUID() });
  const sealing = sealEndedRuns(archive, bus, (error) => assert.fail(error));
  t.after(async () => {
    await sealing.close();
    await archive.close();
    await bus.close();
    rmSync(dir, { recursive: true, force: true });
  });
  // Runs of this test alone: other tests share the Redis and its topics.
  const [over, paused] = [newRun(), newRun()];
  const exchange = {
    url: 'http://a.test/',
    at: 0,
    address: null,
    request: Buffer.from('GET / HTTP/1.1\r\nHost: a.test\r\n\r\n'),
    head: makeHead(200, []),
    body: Buffer.from('x'),
  };
  await archive.append(over, exchange);
  await archive.append(paused, exchange);
  const open = (run: string) => readdirSync(join(dir, run)).some((file) => file.endsWith('.open'));

  while (open(over)) {
    await bus.publish('runState', { runId: 'p', run: paused, state: 'paused', version: 1, over: false });
    await bus.publish('runState', { runId: 'o', run: over, state: 'done', version: 1, over: true });
    await sleep(10);
  }
  assert.equal(open(paused), true);
});

function newRun(): string {
  return randomInt(2 ** 40).toString(36);
}
