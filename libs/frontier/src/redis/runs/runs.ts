import { MOST_LED } from '@trunkline/web/url';
import { FrontierMisuse } from '../../errors.ts';
import { applyRun } from '../../scripts/runs/apply-run.ts';
import { drop } from '../../scripts/runs/drop.ts';
import { forget } from '../../scripts/runs/forget.ts';
import { leaveOut } from '../../scripts/runs/leave-out.ts';
import { size } from '../../scripts/runs/size.ts';
import { widen } from '../../scripts/runs/widen.ts';
import { compilePolicy } from '../../stored/compile-policy.ts';
import { heldPlace, widened } from '../../stored/widened.ts';
import type { RunConfig, RunSizes } from '../../types/runs.ts';
import type { Frontier } from '../../types.ts';
import type { Connection } from '../connection.ts';
import { dealLimits } from '../limits/deal-limits.ts';
import { sumSizes } from './sum-sizes.ts';

const KEYS_PER_CALL = 1000;
/** Keeps a call under a few milliseconds of Redis' time. */
const RUNS_PER_CALL = 100;

type RunVerbs = Pick<
  Frontier,
  | 'applyRun'
  | 'time'
  | 'runConfig'
  | 'widen'
  | 'hold'
  | 'leaveOut'
  | 'sizes'
  | 'sizesOf'
  | 'keepPromises'
  | 'promises'
  | 'drop'
  | 'forget'
>;

/** What the control plane does with whole runs. */
export function createRunVerbs(connection: Connection): RunVerbs {
  const everyShard = <R>(call: (shard: number) => Promise<R>): Promise<R[]> =>
    Promise.all(connection.shards.map((_, shard) => call(shard)));

  async function sizesOf(runs: readonly string[]): Promise<(RunSizes | null)[]> {
    const all: (RunSizes | null)[] = [];
    for (let from = 0; from < runs.length; from += RUNS_PER_CALL) {
      const some = runs.slice(from, from + RUNS_PER_CALL);
      const read = () => everyShard((shard) => connection.run(size, shard, {}, some));
      const first = await read();
      const then = connection.shards.length > 1 ? await read() : first;
      const of = (replies: typeof first, i: number) => replies.map((sizes) => sizes[i] ?? null);
      all.push(...some.map((_, i) => sumSizes(of(first, i), of(then, i))));
    }
    return all;
  }

  // The first shard, where they are read, knows of each place before any other says how many there are.
  async function widenBy(run: string, places: readonly string[]): Promise<{ wide: number }> {
    const input = { run, least: 0, most: MOST_LED };
    const wide = await connection.run(widen, 0, input, [...places]);
    const others = connection.shards.map((_, shard) => shard).slice(1);
    await Promise.all(others.map((shard) => connection.run(widen, shard, { ...input, least: wide })));
    return { wide };
  }

  return {
    async applyRun({ run, version, state, weight, config }, { madeUntil = -1 } = {}) {
      if (!/^[0-9a-z]+$/.test(run)) throw new FrontierMisuse(`Not a short run id: ${run}`);
      if (!(weight > 0)) throw new FrontierMisuse(`The weight of run ${run} must be above 0, not ${weight}`);
      const compiled = compilePolicy(config);
      const limited = compiled.maxPages >= 0 || compiled.maxInFlight >= 0 || compiled.budgets !== '';
      const portions = connection.shards.length > 1 && limited ? 1 : 0;
      const input = {
        ...{ run, version, state, weight, config: JSON.stringify(config) },
        ...{ ...compiled, portions, madeUntil },
      };
      const replies = await everyShard((shard) => connection.run(applyRun, shard, input));
      const applied = replies.some((reply) => reply.applied);
      if (applied && portions) await dealLimits(connection, { run, version, deal: 1 });
      return { applied };
    },

    async time() {
      const [seconds, micros] = await connection.ask('tell the time', (redis) => redis.time());
      return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
    },

    async runConfig(run) {
      const first = connection.shards[0]!;
      const [[version, config], places] = await connection.ask('read a run', (redis) =>
        Promise.all([
          redis.hmget(first.run(run), 'version', 'config'),
          redis.zrange(first.places(run), '0', '-1'),
        ]),
      );
      if (!version || !config) return null;
      const read = JSON.parse(config) as RunConfig;
      return { version: Number(version), config: widened(read, places), wide: places.length };
    },

    widen: widenBy,
    hold: (run, shapes) => widenBy(run, shapes.map(heldPlace)),

    async leaveOut(run, omitted) {
      if (omitted.length > 0) await connection.run(leaveOut, 0, { run, omitted: JSON.stringify(omitted) });
    },

    sizes: async (run) => (await sizesOf([run]))[0] ?? null,
    sizesOf,

    async keepPromises(run, batches) {
      if (batches.length === 0) return;
      await connection.ask('keep promises', (redis) =>
        Promise.all(connection.shards.map((keys) => redis.srem(keys.promises(run), ...batches))),
      );
    },

    async promises(run) {
      const found = await connection.ask('read promises', (redis) =>
        Promise.all(connection.shards.map((keys) => redis.smembers(keys.promises(run)))),
      );
      return [...new Set(found.flat())];
    },

    async drop(run, reason) {
      const input = { run, reason, most: KEYS_PER_CALL };
      const replies = await everyShard((shard) => connection.run(drop, shard, input));
      if (replies.some(({ dropped }) => dropped < 0)) {
        throw new FrontierMisuse(
          `Run ${run} has not ended: bring it to ending or cancelled before dropping it`,
        );
      }
      const dropped = replies.reduce((sum, reply) => sum + reply.dropped, 0);
      return { dropped, left: replies.some(({ left }) => left) };
    },

    async forget(run, { upTo = -1 } = {}) {
      const replies = await everyShard((shard) =>
        connection.run(forget, shard, { run, upTo, most: KEYS_PER_CALL }),
      );
      return { left: replies.some(({ left }) => left) };
    },
  };
}
