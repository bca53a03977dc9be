import type { Database } from '@trunkline/database';
import {
  type Cause,
  type Findings,
  knownOpen,
  LONG_MS,
  lookAt,
  noFindings,
  type RunView,
  runViews,
  type Sample,
  waitingCauses,
} from '@trunkline/diagnosis';
import { type Bus, tellCauses } from '@trunkline/telemetry';
import { keepFindings } from './keep-findings.ts';
import { type SampleParts, takeSample } from './take-sample.ts';
import { BEAT_MS, createTurn } from './turn.ts';

export type DiagnoseParts = SampleParts & {
  db: Database;
  bus: Pick<Bus, 'publish'>;
  /** Name of this process among all. */
  owner: string;
  /** It diagnoses only while nobody does who should: the API, while all conductors stand still. */
  standsIn?: boolean;
};

/** What is open is written again so often, ms: its figures move all the time. */
const WRITE_MS = 5000;
const TIDY_MS = 60_000;
const [LOOK_MS, LEAST_WAIT_MS] = [1000, 100];
/** What was seen before Redis went away is good for so long, ms. */
const AWAY_MS = 60_000;

/**
 * One look a second at why URLs wait: tells the causes of every run, and keeps findings. One process of all does it; who takes over
 * knows what is open, and needs some seconds to see anything new.
 */
export function createDiagnose(parts: DiagnoseParts) {
  const { db, redis, bus, owner, standsIn = false, now = Date.now } = parts;
  const turn = createTurn(db, owner, standsIn);
  const kept = keepFindings(db, turn);
  let window: Sample[] = [];
  let findings: Findings = noFindings;
  let sinces = new Map<string, Map<Cause, number>>();
  let seen: Awaited<ReturnType<typeof takeSample>> | null = null;
  let mine = false;
  let [beganAt, writtenAt, tidiedAt] = [0, 0, 0];

  async function pass(): Promise<boolean> {
    beganAt = performance.now();
    const had = mine;
    mine = await turn.take();
    if (!mine) {
      window = [];
      return false;
    }
    // A slow Redis is what a look may have to tell of: it must not lose its turn by it.
    const beat = setInterval(() => void turn.take().catch(() => {}), BEAT_MS); // the next pass fails with it, and says so
    try {
      await look(had);
    } finally {
      clearInterval(beat);
    }
    return false;
  }

  /** What there is to see; while Redis is away what was seen last, and for how long it has not answered. */
  async function see(): ReturnType<typeof takeSample> {
    const at = now();
    try {
      seen = await takeSample(parts);
      return seen;
    } catch (error) {
      if (!seen || at - seen.sample.at > AWAY_MS) throw error;
      const redis = { ...seen.sample.redis, roundTripMs: at - seen.sample.at };
      return { ...seen, sample: { ...seen.sample, at, redis } };
    }
  }

  async function look(had: boolean): Promise<void> {
    const { sample, keys } = await see();
    const idOf = new Map(keys.map(({ run, id }) => [run, id]));
    if (!had) {
      window = [];
      const runOf = new Map(keys.map(({ run, id }) => [id, run]));
      const open = (await kept.open()).flatMap(({ runId, cause, since }) => {
        const run = runOf.get(runId);
        return run ? [{ run, cause: cause as Cause, since: since.getTime() }] : [];
      });
      findings = knownOpen(open, sample.at);
    }
    window = [...window.filter(({ at }) => at > sample.at - LONG_MS - 1500 && at < sample.at), sample];
    const views = runViews(window);
    const found = lookAt(findings, views, sample.at);
    const due = sample.at - writtenAt >= WRITE_MS;
    for (const finding of found.opened) await kept.opens(idOf.get(finding.run)!, finding);
    for (const { run, cause } of found.closed) {
      const id = idOf.get(run);
      if (id) await kept.closes(id, cause);
    }
    if (due) {
      for (const finding of found.open) await kept.goesOn(idOf.get(finding.run)!, finding);
      writtenAt = sample.at;
    }
    if (sample.at - tidiedAt >= TIDY_MS || found.closed.some(({ run }) => !idOf.has(run))) {
      await kept.tidy();
      tidiedAt = sample.at;
    }
    // Only what was written is remembered: what failed is said again by the next look.
    findings = found.findings;
    sinces = since(sinces, views);
    await tellCauses(
      redis,
      views.map((view) => told(view, sinces.get(view.run.run)!)),
    );
    const changed = new Set([...found.opened, ...found.closed].map(({ run }) => run));
    for (const run of changed) await bus.publish('findings', { run });
  }

  return Object.assign(pass, {
    /** Looks begin a second apart, ms until the next: those at a slow Redis take long enough as they are. */
    waitMs: () => Math.max(LEAST_WAIT_MS, LOOK_MS - (performance.now() - beganAt)),
    async end(): Promise<void> {
      if (mine) await turn.leave();
    },
  });
}

/** Since when each cause has held something. */
function since(before: typeof noSinces, views: readonly RunView[]): Map<string, Map<Cause, number>> {
  return new Map(
    views.map((view) => {
      const known = before.get(view.run.run);
      const held = waitingCauses.filter((cause) => view.urls[cause] > 0);
      return [view.run.run, new Map(held.map((cause) => [cause as Cause, known?.get(cause) ?? view.at]))];
    }),
  );
}

const noSinces: ReadonlyMap<string, ReadonlyMap<Cause, number>> = new Map();

const told = (view: RunView, sinces: ReadonlyMap<Cause, number>) => ({
  run: view.run.run,
  at: view.at,
  waiting: view.waiting,
  error: view.run.error,
  causes: waitingCauses
    .filter((cause) => view.urls[cause] > 0)
    .map((cause) => ({
      cause,
      urls: view.urls[cause],
      share: view.share(cause),
      since: sinces.get(cause) ?? view.at,
    }))
    .sort((a, b) => b.urls - a.urls),
});
