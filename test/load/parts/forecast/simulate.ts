import { type RunFacts, situationOf } from '@trunkline/control';
import { emptyTrack, type Forecast, follow, forecast, nextLook } from '@trunkline/diagnosis';
import { type Claim, createMemoryFrontier, type MemoryFrontier, type SettleItem } from '@trunkline/frontier';
import { nextStep, type Outcome, type Policy, type PolicyInput, policySchema } from '@trunkline/policy';
import { seeded } from '../seeded.ts';
import { jitter, linksOf, placeOf, type Random, type SimHost, type Web } from './web.ts';

/** A crawl to be forecast: a web, workers, a policy, and what happens on the way. */
export type Crawl = {
  name: string;
  web(random: Random): Web;
  policy: PolicyInput;
  workers: number;
  slots: number;
  /** No link is followed. */
  closed?: boolean;
  /** What changes once so many of all pages are finished. */
  change?: { after: number; workers?: number; throttled?: { part: number; everyMs: number } };
};

/** A forecast, and what then happened, ms from the beginning on. */
export type Told = { at: number; forecast: Forecast };
export type Simulated = { name: string; seed: number; pages: number; tookMs: number; told: Told[] };

export const START = Date.UTC(2026, 10, 30, 9);
const TICK_MS = 20;
const ROBOTS_MS = 40;
const FOREVER = 1e13;

type Out = { at: number; worker: number; claim: Claim; sentAt: number };

/**
 * Crawls a web that does not exist, with the frontier of one process and the policy code of workers, on a clock that jumps
 * from one event to the next; looks at the run as a conductor does and keeps what was forecast.
 */
export async function simulate(crawl: Crawl, seed: number): Promise<Simulated> {
  const random = seeded(seed);
  const web = crawl.web(random);
  const hosts = new Map(web.hosts.map((host) => [host.name, host]));
  let now = START;
  const frontier = createMemoryFrontier({ clock: () => now, maxBacklog: Number.MAX_SAFE_INTEGER });
  const policy = policySchema.parse(crawl.policy);
  await frontier.applyRun(runOf(policy, crawl.closed ?? false));
  await frontier.enqueue(
    'a',
    web.seeds.map((url) => ({ url, depth: 0, hops: 0 })),
  );
  let workers = Array.from({ length: crawl.workers }, (_, at) => `w${at}`);
  for (const worker of workers) await frontier.openSession(worker, FOREVER);

  const busy = new Map(workers.map((worker) => [worker, 0]));
  const out = createHeap();
  const told: Told[] = [];
  let track = emptyTrack();
  let [calls, sweptAt, changed, throttledFrom] = [0, now, false, Number.POSITIVE_INFINITY];
  const lastThrottle = new Map<string, number>();

  const facts = (): RunFacts => ({
    ...{ at: now, paused: false, feeding: false, closed: crawl.closed ?? false, held: false, target: null },
    ...{ windows: policy.windows, workers: workers.length, slots: workers.length * crawl.slots, share: 1 },
    ...{ maxInFlight: null, bytesPerSecond: null, pagesPerDay: null, maxPages: null },
    terms: `${workers.length}`,
  });

  function outcomeOf(host: SimHost): Outcome {
    const { throttled } = crawl.change ?? {};
    const index = web.hosts.indexOf(host);
    if (throttled && now >= throttledFrom && index < throttled.part * web.hosts.length) {
      const last = lastThrottle.get(host.name) ?? 0;
      if (now - last >= throttled.everyMs) {
        lastThrottle.set(host.name, now);
        return { kind: 'throttled', status: 429, retryAfterMs: 25_000 } as unknown as Outcome;
      }
    }
    return { kind: 'fetched' } as unknown as Outcome;
  }

  async function settleItem({ claim, sentAt }: Out): Promise<SettleItem> {
    const item = {
      ...{
        token: claim.token,
        run: claim.run,
        host: claim.host,
        startedAfterMs: sentAt,
        bytes: 20_000,
        record: null,
      },
    };
    const host = hosts.get(claim.host)!;
    if (claim.kind === 'robots') {
      const crawlDelayMs = host.crawlDelayMs ?? null;
      const verdict = crawlDelayMs
        ? ({
            state: 'rules',
            body: `User-agent: *\nCrawl-delay: ${crawlDelayMs / 1000}`,
            crawlDelayMs,
          } as const)
        : ({ state: 'allowAll' } as const);
      return {
        ...item,
        ...{ outcome: 'fetched', next: { do: 'settle' }, hostSignal: { kind: 'answered' } },
        robots: { origin: `http://${claim.host}`, verdict },
      };
    }
    const outcome = outcomeOf(host);
    if (outcome.kind === 'fetched' && !crawl.closed) {
      const links = linksOf(web.hosts, host, placeOf(claim.url).page, seed);
      if (links.length > 0)
        await frontier.enqueue(
          'a',
          links.map((url) => ({ url, depth: claim.depth + 1, hops: 0 })),
        );
    }
    const { next, host: hostSignal } = nextStep(outcome, claim.attempt, policy);
    return { ...item, outcome: outcome.kind, next, hostSignal };
  }

  async function settleUntil(to: number): Promise<void> {
    const done = new Map<number, SettleItem[]>();
    for (let first = out.first(); first && first.at <= to; first = out.first()) {
      out.pop();
      const items = done.get(first.worker) ?? [];
      items.push(await settleItem(first));
      done.set(first.worker, items);
    }
    for (const [worker, items] of done) {
      const name = `w${worker}`;
      await frontier.settle(name, `s${++calls}`, items);
      busy.set(name, busy.get(name)! - items.length);
    }
  }

  /** Asks for work; answers when to ask again. */
  async function claimAll(): Promise<number> {
    let soonest = FOREVER;
    for (const worker of workers) {
      for (;;) {
        const free = crawl.slots - busy.get(worker)!;
        if (free <= 0) break;
        const reply = await frontier.claim(worker, `c${++calls}`, Math.min(free, 64));
        if (reply.state !== 'granted') throw new Error(`claim: ${reply.state}`);
        for (const claim of reply.claims) {
          const host = hosts.get(claim.host)!;
          const ms = claim.kind === 'robots' ? ROBOTS_MS : host.serviceMs * jitter(random);
          out.push({
            at: now + claim.startInMs + ms,
            worker: Number(worker.slice(1)),
            claim,
            sentAt: claim.startInMs,
          });
        }
        busy.set(worker, busy.get(worker)! + reply.claims.length);
        soonest = Math.min(soonest, now + Math.max(reply.nextDueMs, patience));
        if (reply.claims.length === 0) break;
      }
    }
    return soonest;
  }

  // A worker asks every 100 ms; at long delays that is more often than matters here.
  const patience = policy.pace.mode === 'delay' ? Math.max(1, policy.pace.delayMs / 50) : 1;

  async function look(): Promise<void> {
    const given = facts();
    const situation = (await situationOf(frontier, 'a', given, track, random()))!;
    told.push({ at: now, forecast: forecast(situation, track, given.terms) });
    track = follow(situation, track, given.terms);
    await dropOutcomes(frontier);
  }

  const total = reachable(web, seed, crawl.closed ?? false);
  await look();
  for (;;) {
    const soonest = await claimAll();
    const sizes = (await frontier.sizes('a'))!.counters;
    if (sizes.finished === sizes.accepted && out.first() === undefined) break;
    if (!changed && crawl.change && sizes.finished >= crawl.change.after * total) {
      changed = true;
      if (crawl.change.throttled) throttledFrom = now;
      // Those that go finish what they have and ask for no more.
      if (crawl.change.workers !== undefined) workers = workers.slice(0, crawl.change.workers);
    }
    const sweepAt = sizes.delayed > 0 ? sweptAt + 500 : FOREVER;
    const next = Math.min(out.first()?.at ?? FOREVER, soonest, nextLook(track), sweepAt);
    now = Math.max(now + 1, Math.ceil(next / TICK_MS) * TICK_MS);
    await settleUntil(now);
    if (now >= sweepAt) {
      sweptAt = now;
      while ((await frontier.sweep()).more);
    }
    if (now >= nextLook(track)) await look();
  }
  const { accepted } = (await frontier.sizes('a'))!.counters;
  return {
    name: crawl.name,
    seed,
    pages: accepted,
    tookMs: now - START,
    told: told.map((one) => ({ ...one, at: one.at - START })),
  };
}

async function dropOutcomes(frontier: MemoryFrontier): Promise<void> {
  const entries = await frontier.readOutcomes('nobody', Number.MAX_SAFE_INTEGER);
  await frontier.ackOutcomes(entries.map(({ id }) => id));
}

/** How many pages the crawl will have in the end. */
function reachable(web: Web, seed: number, closed: boolean): number {
  const hosts = new Map(web.hosts.map((host) => [host.name, host]));
  const seen = new Set(web.seeds);
  const open = [...seen];
  for (let url = open.pop(); url !== undefined && !closed; url = open.pop()) {
    const { host, page } = placeOf(url);
    for (const link of linksOf(web.hosts, hosts.get(host)!, page, seed)) {
      if (seen.has(link)) continue;
      seen.add(link);
      open.push(link);
    }
  }
  return seen.size;
}

function runOf(policy: Policy, closed: boolean) {
  const config = {
    ...{ projectId: 'p', jobId: 'j', runId: 'r', policy, maxPages: null, maxDepth: closed ? 0 : null },
    scope: { kind: 'any' as const, of: [], include: [], exclude: [] },
  };
  return { run: 'a', version: 1, state: 'running' as const, weight: 1, config };
}

/** What ends first, first. */
function createHeap() {
  const items: Out[] = [];
  return {
    first: (): Out | undefined => items[0],
    push(item: Out): void {
      let at = items.push(item) - 1;
      while (at > 0) {
        const up = (at - 1) >> 1;
        if (items[up]!.at <= item.at) break;
        items[at] = items[up]!;
        at = up;
      }
      items[at] = item;
    },
    pop(): void {
      const last = items.pop()!;
      if (items.length === 0) return;
      let at = 0;
      for (;;) {
        let down = 2 * at + 1;
        if (down >= items.length) break;
        if (down + 1 < items.length && items[down + 1]!.at < items[down]!.at) down++;
        if (items[down]!.at >= last.at) break;
        items[at] = items[down]!;
        at = down;
      }
      items[at] = last;
    },
  };
}
