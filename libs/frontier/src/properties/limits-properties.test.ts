import { test } from 'node:test';
import fc from 'fast-check';
import { limitSteps } from '../testing/limits/limit-steps.ts';
import { LimitStory } from '../testing/limits/limit-story.ts';

const numRuns = Number(process.env.TRUNKLINE_PROPERTY_RUNS ?? 15);
const seed = Number(process.env.TRUNKLINE_PROPERTY_SEED ?? Date.now() % 1_000_000_007);
/** Of one story, as the failure of a run names it. */
const path = process.env.TRUNKLINE_PROPERTY_PATH;

for (const [where, shards] of [
  ['in memory', 0],
  ['on Redis', 1],
  ['on Redis over three shards', 3],
] as const) {
  test(`limits hold and lose nothing, whatever happens in whatever order (${where}, seed ${seed})`, async () => {
    const property = fc.asyncProperty(limitSteps, async (steps) => {
      const story = await LimitStory.open(shards);
      try {
        for (const step of steps) await story.step(step);
        await story.drain();
      } finally {
        await story.close();
      }
    });
    const endOnFailure = process.env.TRUNKLINE_PROPERTY_SHRINK !== '1';
    await fc.assert(property, { numRuns, seed, endOnFailure, ...(path && { path }) });
  });
}
