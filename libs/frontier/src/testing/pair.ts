import assert from 'node:assert/strict';
import type { Pace, RobotsVerdict } from '@trunkline/policy';
import { compilePace } from '../compile-policy.ts';
import type { Claim, DesiredRun, Frontier, OutcomeEntry, SettleItem } from '../types.ts';
import { audit } from './audit.ts';
import { HostWords } from './host-words.ts';
import { makeRun, settled } from './make.ts';
import { paces, runIds } from './paces.ts';
import { memoryWorld, redisWorld, type World } from './rule.ts';
import type { How, Step } from './steps.ts';

const budgets = { maxPagesPerDomain: 14, budgets: [{ pattern: '/1*', maxPages: 6 }] };

type Worker = { session: string; deadline: number; claims: Claim[]; lives: number; lost: Claim[] };

/** Both frontiers side by side: every step is done to both, their answers must agree, and the rules must hold. */
export class Pair {
  readonly #redis: Awaited<ReturnType<typeof redisWorld>>;
  readonly #memory: World;
  readonly #worlds: World[];
  readonly #workers: Worker[] = [0, 1, 2].map((i) => ({
    session: `w${i}`,
    deadline: 0,
    claims: [],
    lives: 0,
    lost: [],
  }));
  readonly #runs = new Map<string, DesiredRun>();
  readonly #lastStart = new Map<string, number>();
  readonly #words = new HostWords();
  #calls = 0;
  /** The frontiers' clock: it stands still while the wall's jumps back. */
  #now: number;

  constructor(redis: Awaited<ReturnType<typeof redisWorld>>) {
    this.#redis = redis;
    this.#memory = memoryWorld();
    this.#worlds = [redis, this.#memory];
    this.#now = redis.now();
  }

  static async open(): Promise<Pair> {
    const pair = new Pair(await redisWorld());
    for (const [i, run] of runIds.entries()) {
      const policy = { pace: paces[i * 3]!, robots: { obey: i === 1 }, ...(i === 0 && budgets) };
      await pair.#apply(makeRun({ run, weight: i + 1, policy, ...(i === 1 && { maxPages: 6 }) }));
    }
    for (const { session } of pair.#workers)
      await pair.#both((frontier) => frontier.openSession(session, 10_000));
    return pair;
  }

  async close(): Promise<void> {
    for (const world of this.#worlds) await world.close();
  }

  /** Asks both, and holds their answers against each other. */
  async #both<R>(ask: (frontier: Frontier) => Promise<R>): Promise<R> {
    const [redis, memory] = [await ask(this.#redis.frontier), await ask(this.#memory.frontier)];
    assert.deepEqual(redis, memory);
    return redis;
  }

  async #apply(desired: DesiredRun): Promise<void> {
    this.#runs.set(desired.run, desired);
    await this.#both((frontier) => frontier.applyRun(desired));
  }

  async advance(ms: number): Promise<void> {
    if (ms > 0) this.#now += ms;
    // A jump shows only against a clock that was stored, which opening a session does.
    if (ms < 0) await this.#look();
    for (const world of this.#worlds) await world.advance(ms);
    if (ms < 0) await this.#look();
  }

  async #look(): Promise<void> {
    const session = `clock-${++this.#calls}`;
    await this.#both((frontier) => frontier.openSession(session, 1));
  }

  async step(step: Step): Promise<void> {
    switch (step.do) {
      case 'enqueue': {
        const urls = step.pages.map(({ host, page, urgent, sitemap, validators }) => ({
          url: `http${page % 3 ? '' : 's'}://h${host}.test/${page}`,
          depth: page % 5,
          hops: 0,
          urgent,
          sitemap,
          ...(validators && { validators }),
        }));
        await this.#both((frontier) => frontier.enqueue(runIds[step.run]!, urls));
        return;
      }
      case 'claim':
        return this.claim(this.#workers[step.worker]!, step);
      case 'settle': {
        const worker = this.#workers[step.worker]!;
        await this.settle(worker, worker.claims.splice(0, step.most), step);
        return;
      }
      case 'lateSettle': {
        const worker = this.#workers[step.worker]!;
        const how = { how: 'fetched', lateMs: 0, lost: false, doubled: false } as const;
        await this.settle(worker, worker.lost.splice(0), how);
        return;
      }
      case 'requeue': {
        const worker = this.#workers[step.worker]!;
        const back = worker.claims.splice(0, step.most).map(({ token, startInMs }) => {
          return { token, startedAfterMs: step.lateMs === null ? null : startInMs + step.lateMs };
        });
        await this.#both((frontier) => frontier.requeue(worker.session, back));
        return;
      }
      case 'renew': {
        const worker = this.#workers[step.worker]!;
        const { lost } = await this.#both((frontier) => frontier.renewSession(worker.session, 10_000));
        if (lost) await this.#reopen(worker);
        else worker.deadline = this.#now + 10_000;
        return;
      }
      case 'crash':
        return this.#reopen(this.#workers[step.worker]!);
      case 'close': {
        const worker = this.#workers[step.worker]!;
        await this.#both((frontier) => frontier.closeSession(worker.session));
        worker.claims = [];
        await this.#reopen(worker);
        return;
      }
      case 'sweep':
        await this.#both((frontier) => frontier.sweep());
        return;
      case 'epoch':
        for (const world of this.#worlds) await world.newEpoch();
        // All sessions are lost with it.
        for (const worker of this.#workers) worker.deadline = Math.min(worker.deadline, this.#now);
        return;
      case 'advance':
        return this.advance(step.ms);
      case 'jumpBack':
        return this.advance(-step.ms);
      case 'apply':
        return this.#change(runIds[step.run]!, step.state, paces[step.pace]!);
      case 'rule':
      case 'pauseHost':
      case 'cancelHost':
        await this.#both(this.#words.say(step));
        return;
      case 'cancel':
        await this.#change(runIds[step.run]!, 'cancelled');
        await this.#both((frontier) => frontier.drop(runIds[step.run]!, 'cancelled'));
        return;
    }
  }

  async #change(run: string, state: DesiredRun['state'], pace?: Pace): Promise<void> {
    const known = this.#runs.get(run)!;
    if (known.state === 'cancelled') return;
    const { config } = known;
    const policy = { ...config.policy, ...(pace && { pace }) };
    await this.#apply({ ...known, version: known.version + 1, state, config: { ...config, policy } });
  }

  async #reopen(worker: Worker): Promise<void> {
    worker.lost.push(...worker.claims.splice(0));
    worker.lives++;
    worker.session = `${worker.session.split('-')[0]}-${worker.lives}`;
    await this.#open(worker);
  }

  async #open(worker: Worker): Promise<void> {
    await this.#both((frontier) => frontier.openSession(worker.session, 10_000));
    worker.deadline = this.#now + 10_000;
  }

  async claim(
    worker: Worker,
    { want, lost, doubled }: { want: number; lost: boolean; doubled: boolean },
  ): Promise<void> {
    const id = `c${++this.#calls}`;
    const ask = () => this.#both((frontier) => frontier.claim(worker.session, id, want));
    let reply = await ask();
    if (doubled) reply = await ask();
    if (lost) {
      await this.advance(700);
      reply = await ask();
    }
    if (reply.state === 'lost') return this.#reopen(worker);
    assert.ok(reply.state === 'granted' && reply.claims.length <= want);
    const known = new Set(worker.claims.map(({ token }) => token));
    for (const claim of reply.claims) {
      assert.ok(!known.has(claim.token));
      this.#checkPace(claim, worker);
      worker.claims.push(claim);
    }
  }

  #checkPace(claim: Claim, worker: Worker): void {
    const desired = this.#runs.get(claim.run)!;
    assert.equal(desired.state, 'running');
    assert.ok(claim.startInMs >= 0 && claim.startInMs <= 500);
    const { delay, conc } = this.#words.strictest(claim, compilePace(desired.config.policy.pace));
    const start = this.#now + claim.startInMs;
    const last = this.#lastStart.get(claim.host) ?? 0;
    assert.ok(
      start - last >= delay - 1,
      `${claim.url} starts ${start - last} ms after the last, not ${delay}`,
    );
    this.#lastStart.set(claim.host, start);
    const alive = this.#workers.filter(({ deadline }) => deadline > this.#now);
    const out = alive.flatMap(({ claims }) => claims).filter(({ host }) => host === claim.host);
    assert.ok(out.length < conc, `${claim.host} has ${out.length + 1} in flight, not ${conc}`);
    const others = alive.filter(
      (other) => other !== worker && other.claims.some(({ host }) => host === claim.host),
    );
    assert.deepEqual(others, [], `${claim.host} is out at two workers`);
  }

  async settle(
    worker: Worker,
    claims: Claim[],
    { how, lateMs, lost, doubled }: { how: How; lateMs: number; lost: boolean; doubled: boolean },
  ): Promise<void> {
    const id = `s${++this.#calls}`;
    const items = claims.map((claim) =>
      settled(claim, { startedAfterMs: claim.startInMs + lateMs, ...outcome(claim, how) }),
    );
    const ask = () => this.#both((frontier) => frontier.settle(worker.session, id, items));
    await ask();
    if (lost || doubled) await ask();
  }

  /** Lets everything that may still happen happen; answers the runs that did not end. */
  async drain(): Promise<void> {
    for (const run of runIds) await this.#change(run, 'running', paces[0]);
    for (const word of this.#words.takeBack()) await this.#both(word);
    for (let round = 0; round < 400; round++) {
      await this.advance(round % 20 === 19 ? 3_600_000 : 11_000);
      await this.#both((frontier) => frontier.sweep());
      for (const worker of this.#workers) {
        await this.#reopen(worker);
        await this.claim(worker, { want: 20, lost: false, doubled: false });
        await this.settle(worker, worker.claims.splice(0), {
          how: 'fetched',
          lateMs: 0,
          lost: false,
          doubled: false,
        });
      }
      const open = await Promise.all(runIds.map((run) => this.isOpen(run)));
      if (!open.includes(true)) return;
    }
    assert.fail('The frontier did not come to an end');
  }

  async isOpen(run: string): Promise<boolean> {
    const sizes = await this.#both((frontier) => frontier.sizes(run));
    return sizes !== null && !sizes.exhausted && sizes.counters.finished < sizes.counters.accepted;
  }

  async audit(): Promise<void> {
    for (const run of runIds) {
      const sizes = await this.#both((frontier) => frontier.sizes(run));
      const causes = await this.#both((frontier) => frontier.causes(run));
      const sum = Object.values(causes?.urls ?? {}).reduce((all, urls) => all + urls, 0);
      assert.deepEqual([sum, causes?.waiting], [sizes?.counters.waiting, sizes?.counters.waiting]);
    }
    await audit(this.#redis.redis, this.#redis.name, runIds);
  }

  /** Both streams tell the recorder the same, and of each run exactly as much as it counted finished. */
  async checkOutcomes(): Promise<void> {
    const told = await Promise.all(this.#worlds.map(({ frontier }) => readAll(frontier)));
    assert.deepEqual(told[0]!.map(line).sort(), told[1]!.map(line).sort());
    for (const run of runIds) {
      const finished = (await this.#redis.frontier.sizes(run))!.counters.finished;
      const own = told[0]!.filter((entry) => entry.run === run);
      const finals = own.flatMap((entry) => (entry.kind === 'settled' ? entry.records : []));
      const urls = finals.map((record) => JSON.parse(record)).filter(({ final }) => final);
      assert.equal(new Set(urls.map(({ url }) => url)).size, urls.length, 'a URL was finished twice');
      const dropped = own.reduce((sum, entry) => sum + (entry.kind === 'dropped' ? entry.count : 0), 0);
      assert.equal(finished, urls.length + dropped, `run ${run}`);
    }
  }
}

function line(entry: OutcomeEntry): string {
  const { id: _, ...rest } = entry;
  if (rest.kind === 'discovered') rest.urls = rest.urls.toSorted((a, b) => (a.url < b.url ? -1 : 1));
  return JSON.stringify(rest, Object.keys(rest).sort().concat('url', 'depth', 'hops', 'sitemap', 'parent'));
}

async function readAll(frontier: Frontier): Promise<OutcomeEntry[]> {
  const all: OutcomeEntry[] = [];
  for (;;) {
    const entries = await frontier.readOutcomes('recorder', 1000);
    if (entries.length === 0) return all;
    all.push(...entries);
    await frontier.ackOutcomes(entries.map(({ id }) => id));
  }
}

function outcome(claim: Claim, how: How): Partial<SettleItem> {
  const down = how === 'robotsDown';
  if (claim.kind === 'robots') {
    const verdict: RobotsVerdict = down
      ? { state: 'unreachable', retryAfterMs: null }
      : { state: 'rules', body: 'x', crawlDelayMs: how === 'dead' ? 2000 : null };
    return { robots: { origin: new URL(claim.url).origin, verdict } };
  }
  const record = (final: boolean) => JSON.stringify({ url: claim.url, attempt: claim.attempt, final });
  const retry = { next: { do: 'retry', delayMs: 3000 }, record: record(false) } as const;
  switch (how) {
    case 'retry':
      return { ...retry, outcome: 'failed', hostSignal: { kind: 'none' } };
    case 'throttled':
      return { ...retry, outcome: 'throttled', hostSignal: { kind: 'throttled', retryAfterMs: null } };
    case 'retryAfter':
      return { ...retry, outcome: 'throttled', hostSignal: { kind: 'throttled', retryAfterMs: 7000 } };
    case 'unreachable':
      return {
        ...retry,
        outcome: 'failed',
        startedAfterMs: null,
        hostSignal: { kind: 'unreachable', code: 'DNS_FAILED' },
      };
    case 'requeue':
      return {
        record: record(false),
        outcome: 'failed',
        next: { do: 'requeue' },
        startedAfterMs: null,
        hostSignal: { kind: 'unreachable', code: 'CONNECT_REFUSED' },
      };
    case 'dead':
      return { outcome: 'failed', next: { do: 'dead', reason: 'BAD_HTTP' }, record: record(true) };
    default:
      return {
        outcome: how === 'redirected' ? how : claim.sitemap ? 'sitemap' : 'fetched',
        record: record(true),
      };
  }
}
