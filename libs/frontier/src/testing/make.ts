import assert from 'node:assert/strict';
import { type PolicyInput, policySchema } from '@trunkline/policy';
import type { Claim } from '../types/claims.ts';
import type { SettleItem } from '../types/outcomes.ts';
import type { DesiredRun } from '../types/runs.ts';
import type { NewUrl } from '../types/urls.ts';
import type { Frontier } from '../types.ts';
import type { World } from './rule.ts';

type RunOptions = Partial<Pick<DesiredRun, 'run' | 'version' | 'state' | 'weight'>> & {
  policy?: PolicyInput;
  maxPages?: number;
  maxDepth?: number;
  maxInFlight?: number;
};

/** A run with a delay of 1 s that asks for no robots.txt, unless told otherwise. */
export function makeRun(options: RunOptions = {}): DesiredRun {
  const {
    run = 'a',
    version = 1,
    state = 'running',
    weight = 1,
    policy = {},
    maxPages,
    maxDepth,
    maxInFlight,
  } = options;
  return {
    run,
    version,
    state,
    weight,
    config: {
      projectId: 'project',
      jobId: 'job',
      runId: `uuid-of-${run}`,
      scope: { kind: 'any', of: [], include: [], exclude: [] },
      policy: policySchema.parse({ robots: { obey: false }, ...policy }),
      maxPages: maxPages ?? null,
      maxDepth: maxDepth ?? null,
      maxInFlight: maxInFlight ?? null,
    },
  };
}

export function makeUrls(host: string, count: number, from = 0): NewUrl[] {
  return Array.from({ length: count }, (_, i) => ({ url: `http://${host}/${from + i}`, depth: 0, hops: 0 }));
}

export function settled(claim: Claim, change: Partial<SettleItem> = {}): SettleItem {
  return {
    token: claim.token,
    run: claim.run,
    host: claim.host,
    startedAfterMs: claim.startInMs,
    outcome: 'fetched',
    next: { do: 'settle' },
    hostSignal: { kind: 'answered' },
    bytes: 100,
    record: claim.kind === 'page' ? JSON.stringify({ url: claim.url }) : null,
    ...(claim.kind === 'robots' &&
      claim.hops === 0 && {
        robots: { origin: new URL(claim.url).origin, verdict: { state: 'allowAll' as const } },
      }),
    ...change,
  };
}

let calls = 0;

/** Claims under a fresh id. */
export async function claimSome(frontier: Frontier, session: string, want = 10): Promise<Claim[]> {
  const reply = await frontier.claim(session, `claim-${++calls}`, want);
  assert.equal(reply.state, 'granted');
  return reply.state === 'granted' ? reply.claims : [];
}

export function settleAll(
  frontier: Frontier,
  session: string,
  claims: readonly Claim[],
  change: Partial<SettleItem> = {},
) {
  return frontier.settle(
    session,
    `settle-${++calls}`,
    claims.map((claim) => settled(claim, change)),
  );
}

/** A run, its URLs, a session, and the first delay over. */
export async function begin(
  { frontier, advance }: World,
  desired: DesiredRun,
  urls: readonly NewUrl[],
): Promise<void> {
  await frontier.applyRun(desired);
  await frontier.enqueue(desired.run, urls);
  await frontier.openSession('s', 10_000);
  await advance(1000);
}

export const paths = (claims: readonly Claim[]) => claims.map(({ url }) => new URL(url).pathname.slice(1));

/** A URL through claim, requeue, retry and the loss of a session; each time it is handed out it must be `same`. */
export async function travels(
  world: World,
  url: NewUrl,
  same: (claim: Claim | undefined) => void,
): Promise<void> {
  const { frontier, advance } = world;
  await begin(world, makeRun(), [url]);
  const claimed = async (session: string) => {
    const [claim] = await claimSome(frontier, session);
    same(claim);
    return claim!;
  };
  await frontier.requeue('s', [await claimed('s')]);
  await advance(1000);
  const retry = {
    next: { do: 'retry', delayMs: 1000 },
    outcome: 'failed',
    hostSignal: { kind: 'none' },
  } as const;
  await settleAll(frontier, 's', [await claimed('s')], retry);
  await advance(5000);
  await frontier.sweep();
  await claimed('s');
  await advance(12_000);
  await frontier.sweep();
  await frontier.openSession('t', 10_000);
  await advance(1000);
  assert.equal((await claimed('t')).attempt, 2);
}
