import assert from 'node:assert/strict';
import { testRedis } from '@trunkline/test-support';
import { shardKeys } from '../../keys.ts';
import { type Connection, createConnection } from '../../redis/connection.ts';
import { dealLimits } from '../../redis/limits/deal-limits.ts';
import type { Deal } from '../../scripts/claims/claim.ts';
import { survey } from '../../scripts/limits/survey.ts';
import type { Claim } from '../../types/claims.ts';
import type { NewUrl } from '../../types/urls.ts';
import { audit } from '../audit.ts';
import { makeRun, settled } from '../make.ts';
import { memoryWorld, redisWorld, type World } from '../rule.ts';
import { accountsOf, domainOf, mostOf, pathOf, sets, siteOf } from './limit-accounts.ts';
import { endings, page, targetOf } from './limit-pages.ts';
import type { LimitEnding, LimitStep } from './limit-steps.ts';

/**
 * A run whose limits are short, whatever happens: never is more out and fetched than they allow, over all shards together; nothing is
 * given up while its budget may come back; and in the end nothing waits that might go.
 */
export class LimitStory {
  readonly #world: World & { redis?: Awaited<ReturnType<typeof redisWorld>>['redis']; name?: string };
  readonly #shards: number;
  readonly #workers = [0, 1].map((n) => ({ session: `w${n}`, lives: 0, claims: [] as Claim[] }));
  readonly #fetched = new Map<string, number>();
  /** What was over a limit when it was lowered, may go on being. */
  readonly #allowed = new Map<string, number>();
  #limits = sets[0]!;
  #connection: Connection | null = null;
  #url = '';
  #stalled: Deal | null = null;
  #version = 1;
  #calls = 0;
  #checks = 0;

  private constructor(world: World, shards: number) {
    this.#world = world;
    this.#shards = shards;
  }

  /** `shards` 0: in memory. */
  static async open(shards: number): Promise<LimitStory> {
    const world = shards === 0 ? memoryWorld() : await redisWorld({ shards });
    const story = new LimitStory(world, shards);
    if (shards > 0) story.#url = (await testRedis()).url;
    await story.#apply(0);
    for (const { session } of story.#workers) await world.frontier.openSession(session, 10_000);
    await world.advance(1000);
    return story;
  }

  async close(): Promise<void> {
    await this.#connection?.close();
    await this.#world.close();
  }

  async step(step: LimitStep): Promise<void> {
    const { frontier } = this.#world;
    switch (step.do) {
      case 'enqueue':
        await this.#enqueue(step.pages.map(({ site, path }) => page(siteOf(site), pathOf(path))));
        break;
      case 'claim':
        await this.#claim(step.worker, step.want);
        break;
      case 'claimAll':
        await Promise.all(this.#workers.map((_, n) => this.#claim(n, step.want)));
        break;
      case 'settle': {
        const { claims } = this.#workers[step.worker]!;
        await this.#settle(step.worker, claims.splice(0, step.most), step.how, step.foundFirst);
        break;
      }
      case 'requeue': {
        const { session, claims } = this.#workers[step.worker]!;
        await frontier.requeue(session, claims.splice(0));
        break;
      }
      case 'crash':
        await this.#reopen(step.worker);
        break;
      case 'sweep':
        await frontier.sweep();
        break;
      case 'epoch':
        await this.#world.newEpoch();
        break;
      case 'advance':
        await this.#world.advance(step.ms);
        break;
      case 'freeze':
        await this.#freeze(step.shards);
        break;
      case 'goOn':
        if (this.#stalled) await dealLimits(this.#dealer(), this.#stalled);
        break;
      case 'limits':
        await this.#apply(step.set);
        break;
    }
    await this.check();
  }

  async #apply(set: number): Promise<void> {
    this.#limits = sets[set]!;
    await this.#world.frontier.applyRun(makeRun({ version: this.#version++, ...this.#limits }));
    const out = await this.#out();
    this.#allowed.clear();
    for (const [account, most] of mostOf(this.#limits))
      this.#allowed.set(account, Math.max(most, this.#used(out, account)));
  }

  async #claim(n: number, want: number): Promise<void> {
    const worker = this.#workers[n]!;
    const reply = await this.#world.frontier.claim(worker.session, `c${++this.#calls}`, want);
    if (reply.state === 'lost') return this.#reopen(n);
    assert.ok(reply.state === 'granted' && reply.claims.length <= want);
    worker.claims.push(...reply.claims);
  }

  async #reopen(n: number): Promise<void> {
    const worker = this.#workers[n]!;
    worker.claims = [];
    worker.session = `w${n}-${++worker.lives}`;
    await this.#world.frontier.openSession(worker.session, 10_000);
  }

  async #settle(n: number, claims: Claim[], how: LimitEnding, foundFirst: boolean): Promise<void> {
    const { frontier } = this.#world;
    const targets = claims.flatMap(({ url }) => targetOf(url, how));
    if (foundFirst) await this.#enqueue(targets);
    const items = claims.map((claim) => settled(claim, endings[how]));
    const { stale } = await frontier.settle(this.#workers[n]!.session, `s${++this.#calls}`, items);
    for (const { token, url } of claims) {
      if (how !== 'fetched' || stale.includes(token)) continue;
      for (const account of accountsOf(this.#limits, url)) add(this.#fetched, account);
    }
    if (!foundFirst) await this.#enqueue(targets);
  }

  /** Nothing is refused but for what is fetched. */
  async #enqueue(urls: NewUrl[]): Promise<void> {
    if (urls.length === 0) return;
    const { refused } = await this.#world.frontier.enqueue('a', urls);
    const over = urls.filter(({ url }) => this.#isSpent(accountsOf(this.#limits, url)));
    assert.ok(refused <= over.length, `${refused} were refused, ${over.length} are over a budget`);
  }

  #isSpent(accounts: readonly string[]): boolean {
    const most = mostOf(this.#limits);
    return accounts.some(
      (account) =>
        account !== 'pages' &&
        (this.#fetched.get(account) ?? 0) >= (most.get(account) ?? Number.POSITIVE_INFINITY),
    );
  }

  /** As the first half of a deal does. */
  async #freeze(shards: readonly number[]): Promise<void> {
    const { redis, name } = this.#world;
    if (!redis || !name || this.#shards < 2) return;
    const deals = await Promise.all(this.#keys().map((keys) => redis.hget(keys.run('a'), 'deal')));
    const next = Math.max(...deals.map(Number)) + 1;
    const deal = { run: 'a', version: this.#version - 1, deal: next };
    for (const shard of shards) await this.#dealer().run(survey, shard, deal);
    this.#stalled = shards.length === this.#shards ? deal : null;
  }

  #dealer(): Connection {
    const { name = '' } = this.#world;
    this.#connection ??= createConnection({ url: this.#url, shards: this.#shards, name, timeoutMs: 5000 });
    return this.#connection;
  }

  #keys() {
    return Array.from({ length: this.#shards }, (_, shard) => shardKeys(this.#world.name ?? '', shard));
  }

  async #out(): Promise<Map<string, number>> {
    const out = new Map<string, number>();
    for (const { url, kind } of await this.#world.frontier.inFlight(['a'])) {
      assert.equal(kind, 'page');
      for (const account of [...accountsOf(this.#limits, url), 'flight']) add(out, account);
    }
    return out;
  }

  #used(out: Map<string, number>, account: string): number {
    return (out.get(account) ?? 0) + (this.#fetched.get(account) ?? 0);
  }

  /** What must be true at any moment. */
  async check(): Promise<void> {
    const out = await this.#out();
    const most = mostOf(this.#limits);
    for (const [account, limit] of most) {
      const used = this.#used(out, account);
      const allowed = this.#allowed.get(account)!;
      assert.ok(used <= allowed, `${used} of ${account}, which may be ${allowed}`);
      this.#allowed.set(account, Math.max(limit, used));
    }
    await this.#checkGivenUp();
    if (this.#checks++ % 8 === 7) await this.#checkCounters(out);
  }

  /** Only what is fetched is reason to give up, whatever is in flight. */
  async #checkGivenUp(): Promise<void> {
    const { frontier } = this.#world;
    const told = await frontier.readOutcomes('r', 10_000);
    for (const entry of told) {
      if (entry.kind !== 'dropped') continue;
      assert.equal(entry.reason, 'budget');
      const reasons = entry.url
        ? accountsOf(this.#limits, entry.url)
        : [entry.host ?? '', domainOf(entry.host ?? '')];
      assert.ok(
        this.#isSpent(reasons),
        `${entry.url ?? entry.host} was given up for a budget that is not spent`,
      );
    }
    await frontier.ackOutcomes(told.map(({ id }) => id));
  }

  async #checkCounters(out: Map<string, number>): Promise<void> {
    const { redis } = this.#world;
    if (!redis) return;
    const counted = new Map<string, number>();
    for (const keys of this.#keys()) {
      for (const [account, pages] of Object.entries(await redis.hgetall(keys.out('a'))))
        counted.set(account, (counted.get(account) ?? 0) + Number(pages));
      await audit(redis, keys, ['a']);
    }
    const expected = [...out].filter(([account]) => account !== 'pages' && account !== 'flight');
    assert.deepEqual(new Map([...counted].sort()), new Map(expected.sort()), 'what is out');
  }

  /** Everything that may go goes, and is fetched; what is left in the end no limit would let go. */
  async drain(): Promise<void> {
    const { frontier } = this.#world;
    for (let round = 0; round < 120; round++) {
      await this.#world.advance(round % 2 === 0 ? 300 : 11_000);
      await frontier.sweep();
      for (const n of this.#workers.keys()) {
        await this.#reopen(n);
        await this.#claim(n, 20);
        await this.check();
        await this.#settle(n, this.#workers[n]!.claims.splice(0), 'fetched', true);
      }
      await this.check();
      const { counters, exhausted } = (await frontier.sizes('a'))!;
      if (exhausted) {
        assert.ok(counters.fetched >= this.#limits.maxPages!);
        return;
      }
      if (counters.accepted === counters.finished) return;
    }
    assert.fail(`Something waits for ever: ${JSON.stringify((await frontier.sizes('a'))!.counters)}`);
  }
}

function add(counts: Map<string, number>, of: string): void {
  counts.set(of, (counts.get(of) ?? 0) + 1);
}
