import assert from 'node:assert/strict';
import type { OutcomeEntry } from '../../types/outcomes.ts';
import type { Frontier } from '../../types.ts';
import { settled } from '../make.ts';
import type { World } from '../rule.ts';
import { line, outcome, readAll } from './endings.ts';
import { runIds } from './paces.ts';
import type { Twins } from './twins.ts';

/** What the recorder was told of each run is exactly as much as it counted finished, each URL once. */
async function checkFinished(frontier: Frontier, told: readonly OutcomeEntry[]): Promise<void> {
  for (const run of runIds) {
    const finished = (await frontier.sizes(run))!.counters.finished;
    const own = told.filter((entry) => entry.run === run);
    const finals = own.flatMap((entry) => (entry.kind === 'settled' ? entry.records : []));
    const urls = finals.map((record) => JSON.parse(record)).filter(({ final }) => final);
    assert.equal(new Set(urls.map(({ url }) => url)).size, urls.length, 'a URL was finished twice');
    const dropped = own.reduce((sum, entry) => sum + (entry.kind === 'dropped' ? entry.count : 0), 0);
    assert.equal(finished, urls.length + dropped, `run ${run}`);
  }
}

/**
 * When nothing of several shards is left to do: the twin works through what it was told of; both accepted the same, and no other
 * URL was handed out.
 */
async function checkShards(
  ours: Frontier,
  { frontier: twin, advance }: World,
  handedOut: ReadonlySet<string>,
): Promise<void> {
  const granted = new Set<string>();
  await twin.openSession('twin', 10_000_000_000);
  for (let round = 0; round < 400; round++) {
    await advance(11_000);
    const reply = await twin.claim('twin', `twin-${round}`, 64);
    assert.ok(reply.state === 'granted');
    const items = reply.claims.map((claim) => settled(claim, outcome(claim, 'fetched')));
    await twin.settle('twin', `twin-${round}`, items);
    for (const { run, kind, url } of reply.claims) granted.add(`${run} ${kind} ${url}`);
  }
  for (const run of runIds) {
    const sizes = [await ours.sizes(run), await twin.sizes(run)];
    const [here, there] = sizes.map((of) => {
      const { accepted, known, refusedAtEnqueue } = of!.counters;
      return { state: of!.state, version: of!.version, accepted, known, refusedAtEnqueue };
    });
    assert.deepEqual(here, there);
    if (here!.state === 'cancelled') continue; // the twin had handed out nothing by then
    const pages = (all: ReadonlySet<string>) =>
      new Set([...all].filter((url) => url.startsWith(`${run} page`)));
    const [asked, twinAsked] = [pages(handedOut), pages(granted)];
    assert.ok(
      [...asked].every((url) => twinAsked.has(url)),
      `run ${run} handed out what nobody accepted`,
    );
    // What was given up or cancelled with its host need not have been handed out.
    const { dropped, dead } = sizes[0]!.counters;
    if (dropped === 0 && dead === 0) assert.deepEqual(asked, twinAsked);
  }
}

/** Both streams tell the recorder the same, and of each run exactly as much as it counted finished. */
export async function checkOutcomes(twins: Twins, granted: ReadonlySet<string>): Promise<void> {
  const told = await readAll(twins.redis.frontier);
  if (twins.shards === 1) {
    const twin = await readAll(twins.memory.frontier);
    assert.deepEqual(told.map(line).sort(), twin.map(line).sort());
  } else await checkShards(twins.redis.frontier, twins.memory, granted);
  await checkFinished(twins.redis.frontier, told);
}
