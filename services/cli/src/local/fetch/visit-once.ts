import { setTimeout as sleep } from 'node:timers/promises';
import type { ArchiveWriter } from '@trunkline/archive';
import { type Claim, createMemoryFrontier, type SettleItem } from '@trunkline/frontier';
import {
  type Access,
  LocalFault,
  type Policy,
  type RobotsVerdict,
  type VisitRecord,
} from '@trunkline/policy';
import {
  createVisits,
  type Discovered,
  type RobotsResult,
  type VisitResult,
  type VisitsOptions,
} from '@trunkline/visit';
import { parseRobots, type RobotsDecision } from '@trunkline/web/robots';

export type Head = Parameters<NonNullable<VisitsOptions['onHead']>>[1];

/** What robots.txt said, and what it means for the URL. */
type RobotsLook = {
  verdict: RobotsVerdict;
  detail: string;
  ms: number;
  decision: RobotsDecision | null;
};

/** All there is to say of one visit. `record` is null when robots.txt could not be had: then nothing was fetched. */
export type OneVisit = {
  robots: RobotsLook | null;
  record: VisitRecord | null;
  head: Head | null;
  links: Discovered[];
  /** What the archive would have got; null: nothing. */
  exchange: { request: string; bodyBytes: number } | null;
  /** Enqueuing the links and settling the claim; null: there was none to settle. */
  settleMs: number | null;
};

type Parts = { policy: Policy; access: Access | null; nameServers: readonly string[]; signal: AbortSignal };

const RUN = 'fetch';
const SESSION = 'fetch';

/**
 * One visit as every crawl makes it, from a claim of a frontier to its settling; the frontier is in memory, and the archive
 * keeps nothing. Rejects with a LocalFault when it could not be made here.
 */
export async function visitOnce(
  url: string,
  { policy, access, nameServers, signal }: Parts,
): Promise<OneVisit> {
  const frontier = createMemoryFrontier();
  const scope = { kind: 'any' as const, of: [], include: [], exclude: [] };
  const config = {
    projectId: 'local',
    jobId: 'local',
    runId: RUN,
    scope,
    policy,
    maxPages: null,
    maxDepth: null,
  };
  await frontier.applyRun({ run: RUN, version: 1, state: 'running', weight: 1, config });
  await frontier.enqueue(RUN, [{ url, depth: 0, hops: 0 }]);
  await frontier.openSession(SESSION, 3_600_000);

  let exchange: OneVisit['exchange'] = null;
  let head: Head | null = null;
  let verdict: RobotsVerdict | null = null;
  const archive: ArchiveWriter = {
    async append(_, { request, body, large }) {
      exchange = {
        request: Buffer.from(request).toString('latin1'),
        bodyBytes: large?.length ?? body.length,
      };
      return { segment: '', offset: 0, length: 1 };
    },
    full: () => false,
    close: async () => {},
  };
  const visits = createVisits({
    archive,
    worker: 'fetch',
    robots: async () => verdict,
    dns: { servers: nameServers },
    onHead: (_, got) => {
      head = got;
    },
  });
  try {
    let robots: RobotsLook | null = null;
    let claim = await claimed(frontier);
    if (claim.kind === 'robots') {
      const began = performance.now();
      const result = await visits.fetchRobots(
        claim,
        { scope, policy, access },
        { at: began, uncertainMs: 0 },
        signal,
      );
      robots = lookOf(result, performance.now() - began, policy, url);
      if (result.verdict.state === 'unreachable') return nothing(robots);
      verdict = result.verdict;
      await frontier.settle(SESSION, 'robots', [robotsItem(claim, result)]);
      claim = await claimed(frontier);
    }
    const once = () => visits.visit(claim, { scope, policy, access }, now(), signal);
    // The connection that brought robots.txt was closed as the page was asked for: a crawl puts the URL back, too.
    const result = await once().catch((fault) => {
      if (fault instanceof LocalFault && fault.code === 'CONNECTION_GONE') return once();
      throw fault;
    });
    const endedAt = performance.now();
    const { discovered } = result;
    await frontier.enqueue(
      RUN,
      discovered.map((found) => ({ ...found, parent: url })),
    );
    await frontier.settle(SESSION, 'page', [pageItem(claim, result)]);
    const settleMs = performance.now() - endedAt;
    return { robots, record: result.record, head, links: discovered, exchange, settleMs };
  } finally {
    await visits.close();
  }
}

/** The claim may start at once. */
const now = () => ({ at: performance.now(), uncertainMs: 0 });

/** The one claim there is; its host was never asked, so it is due at once. */
async function claimed(frontier: ReturnType<typeof createMemoryFrontier>): Promise<Claim> {
  for (let tries = 0; ; tries++) {
    const reply = await frontier.claim(SESSION, `claim-${tries}-${performance.now()}`, 1);
    const claim = reply.state === 'granted' ? reply.claims[0] : undefined;
    if (claim) return claim;
    await sleep(1);
  }
}

function nothing(robots: RobotsLook): OneVisit {
  return { robots, record: null, head: null, links: [], exchange: null, settleMs: null };
}

function lookOf(
  { verdict, detail }: RobotsResult,
  ms: number,
  { userAgent }: Policy,
  url: string,
): RobotsLook {
  const decision = verdict.state === 'rules' ? parseRobots(verdict.body).verdict(userAgent, url) : null;
  return { verdict, detail, ms, decision };
}

const settling = { startedAfterMs: null, next: { do: 'settle' }, hostSignal: { kind: 'none' } } as const;

function robotsItem({ token, run, host }: Claim, { origin, verdict }: RobotsResult): SettleItem {
  return {
    ...settling,
    token,
    run,
    host,
    outcome: 'fetched',
    bytes: 0,
    record: null,
    robots: { origin, verdict },
  };
}

function pageItem({ token, run, host }: Claim, { record }: VisitResult): SettleItem {
  return {
    ...settling,
    token,
    run,
    host,
    outcome: record.outcome.kind,
    bytes: 0,
    record: JSON.stringify(record),
  };
}
