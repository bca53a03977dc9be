import { type Clocked, clocked, LocalFault, type Stage } from '@trunkline/policy';
import { createStageClock, type StageClock, type Trace, type TransferReport } from '@trunkline/telemetry';
import { visitClaim } from './pipeline.ts';
import type { Rereader } from './reread.ts';
import { createStages, type StageParts } from './stages/stages.ts';
import { waitsFor } from './stages/waits-for.ts';
import { listTransfers } from './transfers.ts';
import type {
  FollowRedirect,
  RobotsResult,
  Standing,
  VisitClaim,
  VisitConfig,
  VisitResult,
} from './types.ts';
import type { Visit } from './visit.ts';

/** In `rate` pace a start later than this after its time would crowd the next one, ms: it goes back. */
const LATE_MS = 100;

export type VisitsOptions = StageParts & {
  /** The clock the stages tell their times to; one of its own when none is given. */
  clock?: StageClock<Clocked>;
};

/**
 * When a request may be written: not before `at` (performance.now()). The frontier booked that moment or one up to `uncertainMs`
 * earlier: as long as its answer took. In `rate` pace a start is late by what was booked.
 */
export type Start = { at: number; uncertainMs: number; standing?: Standing };

export type Visits = {
  clock: StageClock<Clocked>;
  /**
   * Visits a URL. What the web does is in the result; rejects with a
   * LocalFault when the visit could not be made here: then the claim goes back uncharged.
   */
  visit(
    claim: VisitClaim,
    config: VisitConfig,
    start: Start,
    signal: AbortSignal,
    trace?: Trace | null,
  ): Promise<VisitResult>;
  /** Fetches the robots.txt of the claim's origin; `follow` has a say in each redirect. Rejects like `visit`. */
  fetchRobots(
    claim: VisitClaim,
    config: VisitConfig,
    start: Start,
    signal: AbortSignal,
    trace?: Trace | null,
    follow?: FollowRedirect,
  ): Promise<RobotsResult>;
  /** The links of a stored page that belong to the job, as a visit finds them: in turn with the large documents of visits. */
  reread: Rereader['links'];
  /** The same of one of which a visit read the beginning. */
  rest: Rereader['rest'];
  /** The largest bodies on their way, and the oldest visits: see `TransferReport`. */
  transfers(): TransferReport[];
  /** Connections: all, and those that nobody uses now. */
  sockets(): { open: number; idle: number };
  /** The visits that are under way, with the stage each is at and for how long, ms; and when they wrote a request, as in their results. */
  underway(): { claim: VisitClaim; stage: Stage; ms: number; wroteRequestAt: number | null }[];
  /** None of the name servers answers anything: whatever has a name would go back. They are asked until they do. */
  nameServersAway(): boolean;
  /** Closes the connections nobody uses now: their file descriptors are wanted. */
  closeIdle(): void;
  close(): Promise<void>;
};

/** Everything visits share: connections, name cache, limits and clocks of the stages. */
export function createVisits(options: VisitsOptions): Visits {
  const clock = options.clock ?? createStageClock(clocked);
  const stages = createStages(options);
  const underway = new Map<VisitClaim, Visit>();

  function begin(
    claim: VisitClaim,
    config: VisitConfig,
    start: Start,
    signal: AbortSignal,
    trace: Trace | null,
  ): Visit {
    const { pace } = config.policy;
    const { at: startAt, uncertainMs } = start;
    const clockOfRun = clock.of(claim.run);
    const begunAt = performance.now();
    const visit: Visit = {
      run: claim.run,
      host: claim.host,
      url: claim.url,
      slow: claim.slow ?? false,
      validators: claim.validators ?? null,
      config,
      signal,
      clock: clockOfRun,
      tally: clockOfRun.tally(claim.host),
      inStage: null,
      asks: null,
      begunAt,
      token: claim.token ?? null,
      attempt: claim.attempt,
      trace,
      timings: {},
      at: { stage: 'queue', since: begunAt },
      startAt,
      latestStart: pace.mode === 'rate' ? startAt - uncertainMs + LATE_MS : Number.POSITIVE_INFINITY,
      standing: start.standing ? { ...start.standing } : null,
      deadline: Number.POSITIVE_INFINITY,
      grant: null,
      address: null,
      tlsFault: null,
      jar: null,
      cookie: null,
      sitemaps: [],
      wroteRequestAt: null,
      sent: null,
      wroteRequestEpoch: null,
    };
    underway.set(claim, visit);
    return visit;
  }

  function over(claim: VisitClaim, visit: Visit): void {
    stages.releaseGrant(visit);
    underway.delete(claim);
  }

  return {
    clock,
    visit(claim, config, start, signal, trace = null) {
      const visit = begin(claim, config, start, signal, trace);
      return sayingStart(
        visit,
        visitClaim(claim, visit, stages).finally(async () => {
          over(claim, visit);
          // Whoever is handed out the next URL of the host has them.
          const { cookies } = stages;
          if (visit.jar && cookies)
            await waitsFor(visit, 'frontier', () => cookies.kept(claim.run, claim.host));
        }),
      );
    },
    fetchRobots(claim, config, start, signal, trace = null, follow) {
      const plain = { ...claim, validators: null };
      const visit = begin(plain, config, start, signal, trace);
      // One robots.txt at a time of a host: nothing else can crowd with it.
      visit.latestStart = Number.POSITIVE_INFINITY;
      const result = stages.fetchRobots(visit, new URL(claim.url).origin, follow);
      return sayingStart(
        visit,
        result.finally(() => over(plain, visit)),
      );
    },
    reread: stages.rereader.links,
    rest: stages.rereader.rest,
    transfers: () => listTransfers(underway.values(), performance.now()),
    sockets: () => stages.sockets(),
    underway() {
      const now = performance.now();
      return [...underway].map(([claim, { at, wroteRequestAt }]) => {
        return { claim, stage: at.stage, ms: now - at.since, wroteRequestAt };
      });
    },
    nameServersAway: () => stages.nameServersAway(),
    closeIdle: () => void stages.closeIdle(),
    close: () => stages.close(),
  };
}

/** A visit that could not be made may have asked the host all the same. */
async function sayingStart<T>(visit: Visit, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (fault) {
    if (fault instanceof LocalFault) fault.wroteRequestAt = visit.wroteRequestAt;
    throw fault;
  }
}
