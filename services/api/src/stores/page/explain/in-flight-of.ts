import type { UrlState as FrontierUrl } from '@trunkline/frontier';
import { type Stage, stages } from '@trunkline/policy';
import { readVisits, readWorkers } from '@trunkline/telemetry';
import type { Parts } from '../../parts.ts';
import type { InFlightAtValue } from './explanation.ts';

type At = Extract<FrontierUrl['at'], { state: 'inFlight' }>;

/** Who has a URL of a run, since when, and at which stage, as the worker last reported. */
export async function inFlightOf(
  { redis }: Pick<Parts, 'redis'>,
  nameOf: (name: string) => string,
  { session, token, since }: At,
): Promise<InFlightAtValue> {
  const worker = (await readWorkers(redis)).find((one) => one.session === session);
  const at = worker && (await readVisits(redis, [worker.worker])).get(token);
  const stage = (stages as readonly string[]).includes(at?.stage ?? '') ? (at!.stage as Stage) : null;
  return {
    ...{ session, stage, stageMs: at?.ms ?? null, since: new Date(since) },
    worker: worker ? nameOf(worker.name) : null,
  };
}
