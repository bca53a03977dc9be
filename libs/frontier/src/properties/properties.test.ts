import { test } from 'node:test';
import fc from 'fast-check';
import { Pair } from '../testing/pair/pair.ts';
import { steps } from '../testing/pair/steps.ts';

const numRuns = Number(process.env.TRUNKLINE_PROPERTY_RUNS ?? 15);
const seed = Number(process.env.TRUNKLINE_PROPERTY_SEED ?? Date.now() % 1_000_000_007);

/** Of one story, as the failure of a run names it. */
const path = process.env.TRUNKLINE_PROPERTY_PATH;

async function hold(shards: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      const pair = await Pair.open(shards);
      try {
        for (const [i, step] of story.entries()) {
          await pair.step(step);
          if (i % 6 === 5) await pair.audit();
        }
        await pair.audit();
        await pair.drain();
        await pair.audit();
        await pair.checkOutcomes();
        await pair.leavesNothing();
      } finally {
        await pair.close();
      }
    }),
    { numRuns, seed, endOnFailure: process.env.TRUNKLINE_PROPERTY_SHRINK !== '1', ...(path && { path }) },
  );
}

test(`Redis and memory agree and keep the rules, whatever happens in whatever order (seed ${seed})`, () =>
  hold(1));

test(`over three shards the rules hold too, and what does not depend on order agrees (seed ${seed})`, () =>
  hold(3));
