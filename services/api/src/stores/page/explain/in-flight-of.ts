import type { UrlState as FrontierUrl } from '@trunkline/frontier';
import { type Stage, stages } from '@trunkline/policy';
import { readVisits, readWorkers } from '@trunkline/telemetry';
import type { Parts } from '../../parts.ts';
import type { InFlightAtValue } from './explanation.ts';

type At = Extract<FrontierUrl['at'], { state: 'inFlight' }>;

/** Who has a URL of a run, since when, and at which stage, as the worker last reported. */
export async function inFlightOf(
  { frontier, redis }: Pick<Parts, 'frontier' | 'redis'>,
  nameOf: (name: string) => string,
  run: string,
  url: string,
  { session, since }: At,
): Promise<InFlightAtValue> {
  const [claims, workers] = await Promise.all([frontier.inFlight([run]), readWorkers(redis)]);
  const claim = claims.find((one) => one.session === session && one.url === url && one.kind === 'page');
  const worker = workers.find((one) => one.session === session);
  const at = claim && worker ? (await readVisits(redis, [worker.worker])).get(claim.token) : undefined;
  const stage = (stages as readonly string[]).includes(at?.stage ?? '') ? (at!.stage as Stage) : null;
  return {
    ...{ session, stage, stageMs: at?.ms ?? null, since: new Date(since) },
    worker: worker ? nameOf(worker.name) : null,
  };
}
