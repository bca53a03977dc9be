import assert from 'node:assert/strict';
import { begin, claimSome, makeRun, makeUrls } from '../../testing/make.ts';
import { rule, type World } from '../../testing/rule.ts';

const DELAY = 10_000;
const HOSTS = ['told.test', 'unsent.test', 'unknown.test'];

/** Three claims, 8 s after they were granted. */
async function claims({ frontier, advance }: World) {
  const policy = { pace: { mode: 'delay', delayMs: DELAY } } as const;
  await begin(
    { frontier, advance } as World,
    makeRun({ policy }),
    HOSTS.flatMap((host) => makeUrls(host, 2)),
  );
  await frontier.openSession('old', 100_000);
  await frontier.openSession('new', 100_000);
  await advance(DELAY);
  const granted = await claimSome(frontier, 'old');
  await advance(8000);
  return new Map(granted.map(({ host, token }) => [host, token]));
}

rule(
  'a session that is closed leaves its hosts as asked just now, but for what is told of them',
  async (world) => {
    const { frontier, advance, now } = world;
    const tokens = await claims(world);
    const granted = now() - 8000;
    const { returned } = await frontier.closeSession('old', [
      { token: tokens.get('told.test')!, startedAfterMs: 3000 },
      { token: tokens.get('unsent.test')!, startedAfterMs: null },
    ]);
    assert.equal(returned, 3);
    const dues = await Promise.all(
      HOSTS.map(async (host) => (await frontier.inspectUrl('a', { url: `http://${host}/0` }))!.host.due),
    );
    assert.deepEqual(
      dues.map((due) => due - granted),
      [3001 + DELAY, DELAY, 8000 + DELAY],
    );
    await advance(9000);
    const again = await claimSome(frontier, 'new');
    assert.deepEqual(again.map(({ host }) => host).sort(), ['told.test', 'unsent.test']);
  },
);
