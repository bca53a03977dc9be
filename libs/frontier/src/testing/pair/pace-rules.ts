import assert from 'node:assert/strict';
import type { Claim } from '../../types/claims.ts';
import type { DesiredRun } from '../../types/runs.ts';

/** A worker as the property test plays it: its session, what it holds, and what it held when it was lost. */
export type Worker = { session: string; deadline: number; claims: Claim[]; lives: number; lost: Claim[] };

type Told = {
  now: number;
  /** How far ahead a start may be booked, ms. */
  ahead: number;
  /** `own`: of the delay, what is the host's, whoever asks. */
  terms: { delay: number; conc: number; own: number };
  state: DesiredRun['state'];
  obey: boolean;
};

/** What holds for every claim, whoever has it: told from the starts, not from what the frontier keeps. */
export class PaceRules {
  readonly #workers: readonly Worker[];
  /** Host -> its last start, and the least delay of any run since then. */
  readonly #lastStart = new Map<string, { at: number; least: number }>();
  /** `<run> <host>` -> the run's own last start there. */
  readonly #ownStart = new Map<string, number>();
  readonly #delays = new Map<string, number>();
  /** Host → until when it asked to be left alone. */
  readonly restUntil = new Map<string, number>();
  /** When nothing of the last epoch could start any more. */
  floor = 0;

  /** Everything was forgotten: who was asked until now, and who wanted to be left alone, is told by the floor alone. */
  forget(floor: number): void {
    this.#lastStart.clear();
    this.restUntil.clear();
    this.floor = floor;
  }

  constructor(workers: readonly Worker[]) {
    this.#workers = workers;
  }

  /** The run wishes for this delay from now on. */
  wishes(run: string, delay: number): void {
    this.#delays.set(run, delay);
    for (const last of this.#lastStart.values()) last.least = Math.min(last.least, delay);
  }

  /** What these asked, and when, nobody will tell: at the latest at this time. */
  mayHaveAsked(claims: readonly Claim[], at: number): void {
    for (const { run, host } of claims) {
      const last = this.#lastStart.get(host);
      if (last && last.at < at) this.#lastStart.set(host, { ...last, at });
      const own = `${run} ${host}`;
      this.#ownStart.set(own, Math.max(at, this.#ownStart.get(own) ?? 0));
    }
  }

  check(claim: Claim, worker: Worker, { now, ahead, terms: { delay, conc, own }, state, obey }: Told): void {
    assert.equal(state, 'running');
    assert.ok(claim.startInMs >= 0 && claim.startInMs <= ahead);
    const start = now + claim.startInMs;
    const last = this.#lastStart.get(claim.host) ?? { at: 0, least: 0 };
    const apart = Math.max(own, Math.min(delay, last.least));
    const gap = start - last.at;
    assert.ok(gap >= apart - 1, `${claim.url} starts ${gap} ms after the last, not ${apart}`);
    const ofRun = start - (this.#ownStart.get(`${claim.run} ${claim.host}`) ?? 0);
    assert.ok(ofRun >= delay - 1, `${claim.url} starts ${ofRun} ms after the last of its run, not ${delay}`);
    const sinceEpoch = start - this.floor;
    assert.ok(sinceEpoch >= delay - 1, `${claim.url} starts ${sinceEpoch} ms into an epoch, not ${delay}`);
    const rest = this.restUntil.get(claim.host) ?? 0;
    assert.ok(start >= rest, `${claim.url} starts ${rest - start} ms before the end of a Retry-After`);
    const asked = claim.kind === 'page' && obey;
    assert.ok(!asked || claim.robotsAt > 0, `${claim.url} is handed out before its robots.txt`);
    this.#lastStart.set(claim.host, { at: start, least: Math.min(...this.#delays.values()) });
    this.#ownStart.set(`${claim.run} ${claim.host}`, start);
    const alive = this.#workers.filter(({ deadline }) => deadline > now);
    const out = alive.flatMap(({ claims }) => claims).filter(({ host }) => host === claim.host);
    assert.ok(out.length < conc, `${claim.host} has ${out.length + 1} in flight, not ${conc}`);
    const others = alive.filter(
      (other) => other !== worker && other.claims.some(({ host }) => host === claim.host),
    );
    assert.deepEqual(others, [], `${claim.host} is out at two workers`);
  }
}
