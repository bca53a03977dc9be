import type { Claim, ReturnedClaim, SettleItem } from '@trunkline/frontier';
import { askedOf, type Clocked, LocalFault, type Policy, robotsRecord } from '@trunkline/policy';
import type { StageClock, Trace, Tracer } from '@trunkline/telemetry';
import {
  beginSettling,
  type RobotsResult,
  type Start,
  type VisitResult,
  type Visits,
  waitsFor,
} from '@trunkline/visit';
import { origin } from '@trunkline/web/url';
import type { RobotsRules } from '../runs/robots-rules.ts';
import type { OpenConfig, RunConfigs } from '../runs/run-configs.ts';
import type { Session } from '../session/sessions.ts';
import type { Traps } from '../traps/traps.ts';
import type { Confirms } from './confirms.ts';
import type { Counting } from './counts.ts';
import type { Hops } from './hops/hops.ts';
import { brokenItem } from './settle/broken-item.ts';
import type { Settler } from './settle/settler.ts';
import { SLOW_MS } from './slots/share-of-slots.ts';
import { beginTrace, endBroken, endingTrace, pageEnded, robotsEnded } from './trace-visit.ts';

/** What visits brought since the process began. */
type Totals = { pages: number; wireBytes: number; decodedBytes: number };

type Parts = {
  visits: Visits;
  clock: StageClock<Clocked>;
  configs: RunConfigs;
  robots: RobotsRules;
  settler: Settler;
  hops: Hops;
  confirms: Confirms;
  counts: Counting;
  tracer: Tracer | null;
  /** Adds to the scope of a run, until it is done or the session is over. */
  widen(run: string, place: string, session: Session): Promise<void>;
  traps: Traps;
  /** Holds shapes of a run, likewise; answers how many places and shapes it has. */
  hold(run: string, shapes: readonly string[], session: Session): Promise<number>;
  /** Of this worker, for records. */
  name: string;
  onFault(fault: Error): void;
  /** Told what each robots.txt said. */
  onRobots(claim: Claim, result: RobotsResult): void;
};

/**
 * One claim from its grant to the settler. Whatever happens ends there: with an outcome, or, for a fault of
 * ours, by going back uncharged.
 */
export function createWork(parts: Parts) {
  const {
    visits,
    clock,
    configs,
    robots,
    settler,
    hops,
    confirms,
    counts,
    tracer,
    widen,
    traps,
    hold,
    name,
    onFault,
    onRobots,
  } = parts;
  const totals: Totals = { pages: 0, wireBytes: 0, decodedBytes: 0 };
  /** Token -> when the claim was asked for, of those that are out. */
  const out = new Map<string, { session: Session; sentAt: number }>();

  /** `sentAt`: when the claim was asked for; `gotAt`: when it was granted. Both performance.now(). */
  async function work(claim: Claim, session: Session, sentAt: number, gotAt: number): Promise<void> {
    out.set(claim.token, { session, sentAt });
    const standing = confirms(session, claim, sentAt);
    const start = { at: gotAt + claim.startInMs, uncertainMs: gotAt - sentAt, standing };
    const after = (wroteAt: number | null) => (wroteAt === null ? null : Math.max(0, wroteAt - sentAt));
    counts.claimed(claim.kind);
    const ofRun = clock.of(claim.run);
    const tally = ofRun.tally(claim.host);
    tally.claimed();
    const waits = { clock: ofRun, inStage: null };
    const trace = beginTrace(tracer, claim);
    try {
      const found = configs.get(claim.run, claim.configVersion, claim.wide);
      const config = found instanceof Promise ? await waitsFor(waits, 'frontier', () => found) : found;
      if (!config) throw new LocalFault('RUN_GONE', `The run ${claim.run} of ${claim.url} is gone`);
      if (claim.kind === 'robots') {
        const result = await visits.fetchRobots(
          claim,
          config,
          start,
          session.signal,
          trace,
          hops(session, claim),
        );
        onRobots(claim, result);
        const failure = robotsFailure(result);
        if (failure !== null) tally.failed(failure);
        const { file, origin: of } = result;
        const known = file ? await waitsFor(waits, 'frontier', () => robots.digest(of)) : null;
        const settling = endingTrace(beginSettling(ofRun, claim, trace), trace, robotsEnded(result));
        const item = robotsItem(claim, config.policy, result, known, after(result.wroteRequestAt));
        settler.add(session, { claim, item, discovered: [], settling });
        return;
      }
      const result = await visitPage(claim, config, start, session, trace);
      const { outcome, capture } = result.record;
      tally.outcome(outcome.kind);
      if (outcome.kind === 'failed') tally.failed(outcome.code);
      tally.stored(capture?.wireBytes ?? 0, capture?.bytes ?? 0);
      const settling = endingTrace(beginSettling(ofRun, claim, trace), trace, pageEnded(result.record));
      const item = pageItem(claim, result, after(result.wroteRequestAt));
      const { maxDepth } = config;
      const { discovered, unread } = result;
      settler.add(session, { claim, item, discovered, settling, maxDepth, unread });
    } catch (error) {
      counts.fault(error);
      endBroken(trace, error);
      const ending = { claim, discovered: [], settling: null };
      if (error instanceof LocalFault) {
        settler.add(session, { ...ending, item: null, startedAfterMs: after(error.wroteRequestAt) });
      } else {
        // Nobody knows whether the host was asked: at the latest now.
        const item = brokenItem(claim, 'EXTRACT_FAILED', error as Error, name, after(performance.now()));
        settler.add(session, { ...ending, item });
      }
      if (!session.signal.aborted) onFault(error as Error);
    } finally {
      out.delete(claim.token);
    }
  }

  async function visitPage(
    claim: Claim,
    config: OpenConfig,
    start: Start,
    session: Session,
    trace: Trace | null,
  ) {
    robots.expect(origin(claim.url), claim.robotsAt);
    const result = await visits.visit(claim, config, start, session.signal, trace);
    const { capture, outcome, led } = result.record;
    // Before it ends: whoever is handed out what is found here knows of it.
    if (led !== undefined)
      await waitsFor({ clock: clock.of(claim.run), inStage: null }, 'frontier', () =>
        widen(claim.run, led, session),
      );
    const found = traps.seen(claim, config, result);
    if (found.length > 0) {
      result.record.traps = found;
      const shapes = found.filter(({ held }) => held).map(({ shape }) => shape);
      if (shapes.length > 0)
        await waitsFor({ clock: clock.of(claim.run), inStage: null }, 'frontier', async () => {
          const wide = await hold(claim.run, shapes, session);
          await configs.get(claim.run, claim.configVersion, wide);
        });
    }
    counts.outcome(outcome);
    if (outcome.kind === 'fetched' && !claim.sitemap) totals.pages++;
    totals.wireBytes += capture?.wireBytes ?? 0;
    totals.decodedBytes += capture?.bytes ?? 0;
    return result;
  }

  /** Of the session's visits that are under way: when they wrote their request, or that they wrote none. */
  function started(session: Session): ReturnedClaim[] {
    return visits.underway().flatMap(({ claim: { token = '' }, wroteRequestAt }) => {
      const of = out.get(token);
      if (of?.session !== session) return [];
      return [{ token, startedAfterMs: wroteRequestAt === null ? null : wroteRequestAt - of.sentAt }];
    });
  }

  return { work, totals, started };
}

/** Why no robots.txt could be had; null: it could, or nobody had to be asked. */
function robotsFailure({ verdict, hostSignal }: RobotsResult): string | null {
  if (hostSignal.kind === 'unreachable') return hostSignal.code;
  return verdict.state === 'unreachable' ? 'ROBOTS_UNREACHABLE' : null;
}

/** The stages in which a visit waits for its host. */
const atHost = ['dns', 'connect', 'headers', 'body'] as const;

function pageItem(claim: Claim, result: VisitResult, startedAfterMs: number | null): SettleItem {
  const { record, next, hostSignal } = result;
  return {
    token: claim.token,
    run: claim.run,
    host: claim.host,
    startedAfterMs,
    outcome: record.sitemap && record.outcome.kind === 'fetched' ? 'sitemap' : record.outcome.kind,
    next,
    // Whoever releases what is held may have done so meanwhile.
    ...(next.do === 'dead' && next.reason === 'quarantine' && { under: claim.configVersion }),
    hostSignal,
    bytes: record.capture?.wireBytes ?? 0,
    slow: atHost.reduce((ms, stage) => ms + (record.timings[stage]?.[1] ?? 0), 0) > SLOW_MS,
    record: JSON.stringify(record),
  };
}

/** `known`: the digest of the file that the recorder was told of before; of the same one it needs no text. */
function robotsItem(
  claim: Claim,
  policy: Policy,
  { origin: of, verdict, file, detail, hostSignal, tookMs, sent }: RobotsResult,
  known: string | null,
  startedAfterMs: number | null,
): SettleItem {
  const record = robotsRecord(of, verdict, detail, Date.now(), file);
  if (file && file.digest === known) record.body = null;
  if (sent.length > 0)
    record.asked = sent.map(({ host, at }) => {
      // Of another host it is asked as the policy has it: what else that is owed is kept by its own claim.
      return { host, asked: askedOf(at, policy, host === claim.host ? claim.pace : undefined) };
    });
  return {
    token: claim.token,
    run: claim.run,
    host: claim.host,
    startedAfterMs,
    outcome: verdict.state === 'unreachable' ? 'failed' : 'fetched',
    next: { do: 'settle' },
    hostSignal,
    bytes: file?.length ?? 0,
    record: null,
    slow: tookMs > SLOW_MS,
    robots: {
      ...{ origin: of, verdict, record: JSON.stringify(record) },
      ...(file && { digest: file.digest }),
    },
  };
}
