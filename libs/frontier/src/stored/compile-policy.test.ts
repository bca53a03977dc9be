import assert from 'node:assert/strict';
import { begin, makeRun, makeUrls } from '../testing/make.ts';
import { rule } from '../testing/rule.ts';

rule(
  'a pace so slow that it is no number of ms any more is kept, and nobody comes back for it at once',
  async (world) => {
    const { frontier } = world;
    await begin(world, makeRun(), makeUrls('h.test', 3));
    const pace = { mode: 'rate', perSecond: Number.MIN_VALUE, concurrency: 2 } as const;
    await frontier.setRule({ pattern: 'h.test', version: 1, pace, blocked: false });
    await world.advance(5000);
    for (const id of ['1', '2']) {
      const reply = await frontier.claim('s', id, 5);
      assert.deepEqual(reply, { state: 'granted', claims: [], nextDueMs: 100 });
    }
  },
);
