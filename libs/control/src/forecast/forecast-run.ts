import { type Database, shortRun } from '@trunkline/database';
import {
  type Change,
  emptyTrack,
  type Forecast,
  follow,
  forecast,
  nextLook,
  type Track,
  whatIf,
} from '@trunkline/diagnosis';
import type { Frontier } from '@trunkline/frontier';
import { readRunTrack, readWorkers, writeRunTrack } from '@trunkline/telemetry';
import { findRun, type RunRows } from '../desired-run.ts';
import { type Company, factsOf, weightsOf } from './facts.ts';
import { situationOf } from './situation.ts';

type Redis = Parameters<typeof readWorkers>[0];
export type ForecastParts = {
  db: Pick<Database, 'query' | 'select'>;
  frontier: Pick<Frontier, 'sizes' | 'backlogs'>;
  redis: Redis;
};

/** Whether anything is left of a run that may be forecast. */
const isAhead = ({ state, endReason }: RunRows) =>
  endReason === null && (state === 'starting' || state === 'running' || state === 'paused');

/** The company in which runs are now. */
export async function companyOf({ db, redis }: Pick<ForecastParts, 'db' | 'redis'>): Promise<Company> {
  const [workers, weights] = await Promise.all([readWorkers(redis), weightsOf(db)]);
  return { workers, weights };
}

/**
 * When a run will be done, as things stand or, with `change`, had somebody changed something just now. Null: it is over, ending, lost, or
 * not in the frontier yet.
 */
export async function forecastRun(
  parts: ForecastParts,
  runId: string,
  change?: Change,
): Promise<Forecast | null> {
  const run = await findRun(parts.db, runId);
  if (!run || !isAhead(run)) return null;
  const found = await look(parts, run, await companyOf(parts), await trackOf(parts.redis, run.serial));
  if (found === null) return null;
  const { situation, track, terms } = found;
  return change ? whatIf(situation, track, terms, change) : forecast(situation, track, terms);
}

/** Looks at a run if it is time to, and remembers how it goes; answers what is forecast of it. Null: it was not time, or nothing is ahead. */
export async function followRun(
  parts: ForecastParts,
  { id, serial, hasTarget }: { id: string; serial: number; hasTarget: boolean },
  company: Company,
): Promise<Forecast | null> {
  const known = await trackOf(parts.redis, serial);
  if (nextLook(known, hasTarget) > Date.now()) return null;
  const run = await findRun(parts.db, id);
  if (!run || !isAhead(run)) return null;
  const found = await look(parts, run, company, known);
  if (found === null) return null;
  const { situation, track, terms } = found;
  await writeRunTrack(parts.redis, shortRun(serial), follow(situation, track, terms));
  return forecast(situation, track, terms);
}

/** How a run went until now, as its last look left it. */
export const trackOf = async (redis: Redis, serial: number): Promise<Track> =>
  ((await readRunTrack(redis, shortRun(serial))) as Track | null) ?? emptyTrack();

async function look(parts: ForecastParts, run: RunRows, company: Company, track: Track) {
  const { terms, ...facts } = await factsOf(parts.db, run, company);
  const situation = await situationOf(parts.frontier, shortRun(run.serial), { ...facts, terms }, track);
  return situation && { situation, track, terms };
}
