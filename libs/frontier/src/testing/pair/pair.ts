import assert from 'node:assert/strict';
import type { Pace } from '@trunkline/policy';
import { compilePace } from '../../stored/compile-policy.ts';
import type { Claim } from '../../types/claims.ts';
import type { DesiredRun } from '../../types/runs.ts';
import { countHostReads } from '../host-reads.ts';
import { leftovers } from '../leftovers.ts';
import { makeRun, settled } from '../make.ts';
import { redisWorld } from '../rule.ts';
import { auditTwins } from './audit-twins.ts';
import { AGENT, outcome, RETRY_AFTER } from './endings.ts';
import { HostWords } from './host-words.ts';
import { PaceRules, type Worker } from './pace-rules.ts';
import { paces, runIds } from './paces.ts';
import { Promised } from './promised.ts';
import { checkShare, shareOf } from './shares.ts';
import { type How, type Page, type Slots, type Step, urlOf } from './steps.ts';
import { checkOutcomes } from './streams.ts';
import { LEASE, Twins } from './twins.ts';

/** Of scripts/lib/clock.lua. */
const LATEST_START = 600;
const budgets = { maxPagesPerDomain: 14, budgets: [{ pattern: '/1*', maxPages: 6 }] };

type Ending = {
  how: How;
  lateMs: number;
  slow: boolean;
  found: readonly Page[];
  lost: boolean;
  doubled: boolean;
};
const plain: Ending = { how: 'fetched', lateMs: 0, slow: false, found: [], lost: false, doubled: false };

/**
 * Both frontiers side by side: every step is done to both, their answers must agree, and the rules must hold. Over several
 * shards the order of grants is another than in memory, which has but one: there the twin is told of runs and URLs only, works
 * through them at the end, and what does not depend on order must agree.
 */
export class Pair {
  readonly #twins: Twins;
  readonly #workers: Worker[] = [0, 1, 2].map((i) => ({
    session: `w${i}`,
    deadline: 0,
    claims: [],
    lives: 0,
    lost: [],
  }));
  readonly #runs = new Map<string, DesiredRun>();
  readonly #paces: PaceRules;
  #words = new HostWords();
  /** What settled visits found and nobody has enqueued yet: no crash of a worker touches it. */
  readonly #promised = new Promised();
  #calls = 0;
  readonly #granted = new Set<string>();

  constructor(twins: Twins) {
    this.#twins = twins;
    this.#paces = new PaceRules(this.#workers);
  }

  static async open(shards: number): Promise<Pair> {
    countHostReads();
    const pair = new Pair(new Twins(await redisWorld({ shards }), shards));
    for (const [i, run] of runIds.entries()) {
      const bound = shards === 1; // which pages a budget lets through depends on their order
      const policy = {
        pace: paces[i * 3]!,
        robots: { obey: i === 1 },
        userAgent: `${i === 1 ? AGENT : 'Other'}/1.0`,
        ...(bound && i === 0 && budgets),
      };
      await pair.#apply(
        makeRun({
          run,
          weight: i + 1,
          policy,
          ...(bound && i === 1 && { maxPages: 6 }),
          ...(i === 0 && { maxInFlight: 3 }),
        }),
      );
    }
    for (const { session } of pair.#workers)
      await pair.#twins.ask((frontier) => frontier.openSession(session, LEASE));
    return pair;
  }

  async close(): Promise<void> {
    for (const world of this.#twins.worlds) await world.close();
  }

  async #apply(desired: DesiredRun): Promise<void> {
    this.#runs.set(desired.run, desired);
    this.#paces.wishes(desired.run, compilePace(desired.config.policy.pace).delay);
    await this.#twins.always((frontier) => frontier.applyRun(desired));
  }

  async step(step: Step): Promise<void> {
    switch (step.do) {
      case 'enqueue': {
        const urls = step.pages.map(urlOf);
        await this.#twins.always((frontier) => frontier.enqueue(runIds[step.run]!, urls));
        return;
      }
      case 'keep':
        return this.#promised.keep(step.most, (ask) => this.#twins.always(ask));
      case 'claim':
        return this.claim(this.#workers[step.worker]!, step);
      case 'settle': {
        const worker = this.#workers[step.worker]!;
        await this.settle(worker, worker.claims.splice(0, step.most), step);
        return;
      }
      case 'lateSettle': {
        const worker = this.#workers[step.worker]!;
        const lost = worker.lost.splice(0);
        await this.settle(worker, lost, { ...plain, how: step.how });
        return;
      }
      case 'hop': {
        const worker = this.#workers[step.worker]!;
        return this.hop(worker, { ...step, run: runIds[step.run]!, host: `h${step.host}.test` });
      }
      case 'requeue': {
        const worker = this.#workers[step.worker]!;
        const back = worker.claims.splice(0, step.most).map(({ token, startInMs }) => {
          return { token, startedAfterMs: step.lateMs === null ? null : startInMs + step.lateMs };
        });
        await this.#twins.ask((frontier) => frontier.requeue(worker.session, back));
        return;
      }
      case 'confirm':
        return this.confirm(this.#workers[step.worker]!);
      case 'renew': {
        const worker = this.#workers[step.worker]!;
        const { lost } = await this.#twins.ask((frontier) => frontier.renewSession(worker.session, LEASE));
        if (lost) await this.#reopen(worker);
        else this.#twins.lease = worker.deadline = this.#twins.now + LEASE;
        return;
      }
      case 'crash':
        return this.#reopen(this.#workers[step.worker]!);
      case 'close': {
        const worker = this.#workers[step.worker]!;
        await this.#twins.ask((frontier) => frontier.closeSession(worker.session));
        this.#paces.mayHaveAsked(worker.claims, this.#twins.now);
        worker.claims = [];
        await this.#reopen(worker);
        return;
      }
      case 'sweep':
        await this.#twins.ask((frontier) => frontier.sweep());
        return;
      case 'epoch':
        for (const world of this.#twins.worlds) await world.newEpoch();
        this.#paces.floor = this.#twins.now + LATEST_START;
        // All sessions are lost with it.
        for (const worker of this.#workers) worker.deadline = Math.min(worker.deadline, this.#twins.now);
        this.#twins.lease = Math.min(this.#twins.lease, this.#twins.now);
        return;
      case 'empty':
        return this.#empty();
      case 'advance':
        return this.#twins.advance(step.ms);
      case 'jump':
        return this.#twins.jump(step.ms);
      case 'apply':
        return this.#change(runIds[step.run]!, step.state, paces[step.pace]!);
      case 'rule':
      case 'pauseHost':
      case 'cancelHost':
        await this.#twins.ask(this.#words.say(step));
        return;
      case 'cancel':
        await this.#change(runIds[step.run]!, 'cancelled');
        await this.#twins.ask((frontier) => frontier.drop(runIds[step.run]!, 'cancelled'));
        return;
    }
  }

  /** Redis is emptied as it runs on; runs enter it anew, of which nothing is known any more. */
  async #empty(): Promise<void> {
    for (const world of this.#twins.worlds) await world.empty();
    this.#twins.now = this.#twins.redis.now();
    this.#paces.forget(this.#twins.now + LATEST_START);
    this.#words = new HostWords();
    this.#granted.clear();
    this.#promised.forget();
    this.#twins.lease = this.#twins.now;
    for (const worker of this.#workers) {
      worker.deadline = Math.min(worker.deadline, this.#twins.now);
      await this.settle(worker, worker.claims.splice(0), plain);
      worker.lost = [];
    }
    for (const desired of this.#runs.values())
      await this.#twins.always((frontier) => frontier.applyRun(desired));
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
    await this.#twins.ask((frontier) => frontier.openSession(worker.session, LEASE));
    this.#twins.lease = worker.deadline = this.#twins.now + LEASE;
  }

  async claim(
    worker: Worker,
    { want, lost, doubled, slots }: { want: number; lost: boolean; doubled: boolean; slots: Slots | null },
  ): Promise<void> {
    const id = `c${++this.#calls}`;
    const share = slots ? shareOf(slots, want, worker.claims) : undefined;
    const ask = () => this.#twins.claim(worker.session, id, want, share);
    let reply = await ask();
    if (doubled) reply = await ask();
    if (lost) {
      await this.#twins.advance(700);
      reply = await ask();
    }
    if (reply.state === 'lost') return this.#reopen(worker);
    assert.ok(reply.state === 'granted' && reply.claims.length <= want);
    if (share) checkShare(share, reply.claims);
    const known = new Set(worker.claims.map(({ token }) => token));
    for (const claim of reply.claims) {
      assert.ok(!known.has(claim.token));
      this.#checkPace(claim, worker);
      worker.claims.push(claim);
      this.#granted.add(`${claim.run} ${claim.kind} ${claim.url}`);
    }
    await this.#twins.checkTold(worker);
  }

  /** A robots.txt of another host redirects there. */
  async hop(
    worker: Worker,
    { run, host, doubled }: { run: string; host: string; doubled: boolean },
  ): Promise<void> {
    const what = { run, url: `http://${host}/moved.txt`, hops: 1 };
    const id = `h${++this.#calls}`;
    const ask = () => this.#twins.ask((frontier) => frontier.hop(worker.session, id, what));
    let reply = await ask();
    if (doubled) reply = await ask();
    if (reply.state === 'lost') return this.#reopen(worker);
    if (reply.state !== 'granted') return;
    this.#checkPace(reply.claim, worker, 30_000);
    worker.claims.push(reply.claim);
    await this.#twins.checkTold(worker);
  }

  /** What a worker holds may start as things stand now; what may not goes back. */
  async confirm(worker: Worker): Promise<void> {
    if (worker.claims.length === 0) return; // nobody is asked
    const reply = await this.#twins.ask((frontier) => frontier.confirm(worker.session, worker.claims));
    if (reply.state === 'lost') return this.#reopen(worker);
    const may = new Set(reply.tokens);
    for (const claim of worker.claims) {
      if (!may.has(claim.token)) continue;
      const { version, state } = this.#runs.get(claim.run)!;
      assert.deepEqual([state, version], ['running', claim.configVersion], `${claim.url} starts`);
      this.#words.strictest(claim, { delay: 0, conc: 1 });
      assert.ok(
        (this.#paces.restUntil.get(claim.host) ?? 0) <= this.#twins.now,
        `${claim.host} asked for rest`,
      );
    }
    const back = worker.claims.filter(({ token }) => !may.has(token));
    worker.claims = worker.claims.filter(({ token }) => may.has(token));
    await this.#twins.ask((frontier) => frontier.requeue(worker.session, back));
  }

  #checkPace(claim: Claim, worker: Worker, ahead = 500): void {
    const { config, state } = this.#runs.get(claim.run)!;
    const terms = this.#words.strictest(claim, compilePace(config.policy.pace));
    this.#paces.check(claim, worker, {
      now: this.#twins.now,
      ahead,
      terms,
      state,
      obey: config.policy.robots.obey,
    });
  }

  async settle(
    worker: Worker,
    claims: Claim[],
    { how, lateMs, slow, found, lost, doubled }: Ending,
  ): Promise<void> {
    const id = `s${++this.#calls}`;
    const items = claims.map((claim) =>
      settled(claim, {
        startedAfterMs: claim.startInMs + lateMs,
        slow,
        ...outcome(claim, how),
        ...(claim.kind === 'page' && found.length > 0 && { promise: id }),
      }),
    );
    const ask = () => this.#twins.ask((frontier) => frontier.settle(worker.session, id, items));
    const gave = this.#promised.give(id, items, found, await ask());
    for (const run of gave)
      await this.#promised.check(run, this.#runs.get(run)!.state, (one) => this.#twins.ask(one));
    if (lost || doubled) await ask();
    if (how !== 'retryAfter') return;
    for (const { kind, host } of claims) {
      if (kind === 'page') this.#paces.restUntil.set(host, this.#twins.now + RETRY_AFTER);
    }
  }

  /** Lets everything that may still happen happen; answers the runs that did not end. */
  async drain(): Promise<void> {
    for (const run of runIds) await this.#change(run, 'running', paces[0]);
    for (const word of this.#words.takeBack()) await this.#twins.ask(word);
    for (let round = 0; round < 400; round++) {
      await this.#twins.advance(round % 20 === 19 ? 3_600_000 : 11_000);
      await this.#twins.ask((frontier) => frontier.sweep());
      await this.#promised.keep(1000, (ask) => this.#twins.always(ask));
      for (const worker of this.#workers) {
        await this.#reopen(worker);
        await this.claim(worker, { want: 20, lost: false, doubled: false, slots: null });
        await this.settle(worker, worker.claims.splice(0), plain);
      }
      const open = await Promise.all(runIds.map((run) => this.isOpen(run)));
      if (!open.includes(true)) return;
    }
    assert.fail('The frontier did not come to an end');
  }

  async isOpen(run: string): Promise<boolean> {
    const sizes = await this.#twins.ask((frontier) => frontier.sizes(run));
    if (sizes === null || sizes.exhausted) return false;
    return sizes.counters.finished < sizes.counters.accepted || sizes.discovering > 0;
  }

  audit(): Promise<void> {
    return auditTwins(this.#twins, this.#promised);
  }

  /** Once all runs are over and forgotten, and their outcomes read, nothing is left that no one would ever remove. */
  async leavesNothing(): Promise<void> {
    for (const run of runIds) {
      await this.#change(run, 'cancelled');
      await this.#twins.redis.frontier.drop(run, 'cancelled');
      while ((await this.#twins.redis.frontier.forget(run)).left);
    }
    await this.#twins.advance(86_400_000);
    while ((await this.#twins.redis.frontier.sweep()).more);
    assert.deepEqual(await leftovers(this.#twins.redis.redis, this.#twins.redis.name), []);
  }

  checkOutcomes(): Promise<void> {
    return checkOutcomes(this.#twins, this.#granted);
  }
}
