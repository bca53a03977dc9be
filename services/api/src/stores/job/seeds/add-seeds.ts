import { lacksToCrawl, type Run, type RunTransaction, takesUrls, touchRuns } from '@trunkline/control';
import { holds, jobSeeds, jobs, runs, type Transaction } from '@trunkline/database';
import { countSubmitted } from '@trunkline/telemetry';
import type { Scope } from '@trunkline/web/url';
import { and, eq, isNull } from 'drizzle-orm';
import { audit } from '../../changes/audit.ts';
import { once } from '../../changes/idempotency.ts';
import { demand } from '../../errors.ts';
import type { Parts } from '../../parts.ts';
import { runsOf } from '../../run/apply-runs.ts';
import type { Caller, SeedState } from '../../values.ts';
import { checkScope, PLACES } from '../check-job.ts';
import type { AddedSeeds, NewSeeds } from '../job-input.ts';
import { lockJob } from '../lock-job.ts';
import { checkCount, judgeSeed, type SeedVerdict } from './check-seeds.ts';

const letters: Record<SeedState, string> = { added: 'a', known: 'k', refused: 'r' };
const states = new Map(Object.entries(letters).map(([state, letter]) => [letter, state as SeedState]));

/**
 * Adds seeds to a job, each with its own verdict, and lets them into its running run. Adding a seed again changes
 * nothing. The run cannot end between the commit and their arrival in the frontier: a hold is opened with them.
 */
export async function addSeeds(parts: Parts, caller: Caller, input: NewSeeds): Promise<AddedSeeds> {
  checkCount(input.seeds);
  const verdicts = input.seeds.map(judgeSeed);
  const call = {
    ...{ db: runsOf(parts), caller, operation: 'jobAddSeeds', key: input.idempotencyKey },
    input: { id: input.id, seeds: input.seeds },
  };
  const outcome = await once(call, async (tx) => {
    const done = await insertSeeds(tx, caller, input.id, verdicts);
    if (done.added > 0)
      await audit(tx, caller, {
        ...{ action: 'jobAddSeeds', type: 'Job', id: input.id, reason: input.reason },
        after: { added: done.added },
      });
    return done.outcome;
  });
  const found = read(input, verdicts, outcome);
  // Diagnosis looks at it; while Redis is away nobody does.
  await countSubmitted(parts.redis, input.id, { accepted: found.added, known: found.known }).catch((err) =>
    parts.log.warn({ err }, 'what was submitted is not counted'),
  );
  return found;
}

function read(input: NewSeeds, verdicts: SeedVerdict[], outcome: string): AddedSeeds {
  const rows = verdicts.map(({ problem }, row) => {
    const state = states.get(outcome[row]!) ?? 'refused';
    const why = state === 'refused' ? (problem ?? tooWide) : null;
    return { row, url: input.seeds[row]!.slice(0, 500), state, problem: why };
  });
  const count = (state: SeedState) => rows.filter((row) => row.state === state).length;
  return { jobId: input.id, rows, added: count('added'), known: count('known'), refused: count('refused') };
}

const tooWide = `would widen the scope of the job beyond ${PLACES} places; use a job with the scope ANY.`;

/** What became of each row, as one letter each. */
async function insertSeeds(tx: RunTransaction, caller: Caller, jobId: string, verdicts: SeedVerdict[]) {
  // The lock also makes ids of seeds rise in the order of commits, which the position of a hold relies on.
  const { job, rules, run } = await lockJob(tx, caller, jobId);
  demand(lacksToCrawl(caller, rules, 'add seeds to this job'), ['input', 'id']);
  const scope = job.scope as Scope;
  const places = new Set(scope.of);
  const before = places.size;
  const wanted = new Set<string>();
  const outcome = verdicts.map(({ url }) => {
    if (url === null || wanted.has(url)) return letters[url === null ? 'refused' : 'known'];
    const { of } = checkScope([url], { kind: scope.kind });
    if (of.some((place) => !places.has(place)) && places.size >= PLACES) return letters.refused;
    for (const place of of) places.add(place);
    wanted.add(url);
    return letters.added;
  });
  const rows = await inserted(tx, jobId, [...wanted]);
  const fresh = new Set(rows.map((row) => row.url));
  for (const [at, { url }] of verdicts.entries())
    if (outcome[at] === letters.added && !fresh.has(url!)) outcome[at] = letters.known;
  const widened = places.size > before;
  if (widened)
    await tx
      .update(jobs)
      .set({ scope: { ...scope, of: [...places] }, version: job.version + 1, updatedAt: new Date() })
      .where(eq(jobs.id, jobId));
  if (rows.length > 0) await letIn(tx, run, Math.min(...rows.map((row) => row.id)), widened);
  return { outcome: outcome.join(''), added: rows.length };
}

async function inserted(tx: Transaction, jobId: string, urls: string[]) {
  if (urls.length === 0) return [];
  return tx
    .insert(jobSeeds)
    .values(urls.map((url) => ({ jobId, url })))
    .onConflictDoNothing()
    .returning({ id: jobSeeds.id, url: jobSeeds.url });
}

/** Opens the hold under which the conductor feeds the seeds from `firstId` on, if the run takes any. */
async function letIn(tx: RunTransaction, run: Run | null, firstId: number, widened: boolean): Promise<void> {
  if (run === null || !takesUrls(run)) return;
  const [open] = await tx
    .select({ id: holds.id })
    .from(holds)
    .where(and(eq(holds.runId, run.id), eq(holds.kind, 'seeds'), isNull(holds.closedAt)))
    .for('no key update');
  const [position, place] = [firstId - 1, { phase: 'over' }];
  if (open === undefined) await tx.insert(holds).values({ runId: run.id, kind: 'seeds', position, place });
  // Whoever read the run without this hold and means to end it finds another version and looks again.
  if (open === undefined || widened) await touchRuns(tx, eq(runs.id, run.id));
}
