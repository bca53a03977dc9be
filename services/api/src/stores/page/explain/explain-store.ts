import { isOver } from '@trunkline/control';
import { captures, drops, projects, shortRun, urlHash, visits } from '@trunkline/database';
import { policySchema } from '@trunkline/policy';
import { canonicalUrl, hostKey, inScope, scopeReason } from '@trunkline/web/url';
import { and, asc, desc, eq, isNull, or } from 'drizzle-orm';
import { may } from '../../changes/may.ts';
import { BadInputError } from '../../errors.ts';
import type { HostStore } from '../../host/host-store.ts';
import { knowsHost } from '../../host/known-hosts.ts';
import { atHost, type Look } from '../../host/look-at-host.ts';
import type { Parts } from '../../parts.ts';
import type { PolicyStore } from '../../policy/policy-store.ts';
import type { TrapStore } from '../../run/trap-store.ts';
import { workerNames } from '../../run/worker-names.ts';
import type { Caller, JobValue, RunValue } from '../../values.ts';
import { captureValue } from '../capture-store.ts';
import type { PageStore } from '../page-store.ts';
import { canonicalChanges } from './canonical-changes.ts';
import { ancestors, redirectsOf } from './chains.ts';
import { checksOf } from './checks.ts';
import type { ExplanationValue, TryValue } from './explanation.ts';
import { inFlightOf } from './in-flight-of.ts';
import { inWords } from './in-words.ts';
import { jobOfUrl } from './job-of-url.ts';
import { nextOf } from './next.ts';
import { omissionsOf } from './omissions.ts';
import { deadOf, isDeath, placeOf } from './place-of.ts';
import { robotsSays } from './robots-says.ts';
import { waitOf } from './wait.ts';

const MOST_TRIES = 50;

type Others = {
  pages: PageStore;
  hosts: HostStore;
  policies: PolicyStore;
  traps: Pick<TrapStore, 'covering'>;
};

/** Why a URL was, or was not, asked for, for jobs of the caller's project. */
export function createExplainStore(parts: Parts, caller: Caller, of: Others) {
  const { pages, hosts, policies, traps } = of;
  const { db, frontier } = parts;
  const nameOf = workerNames(parts, caller);

  async function captureOf(run: number, hash: string, attempt: number) {
    const one = and(eq(captures.runSerial, run), eq(captures.hash, hash), eq(captures.attempt, attempt));
    const [row] = await db.select().from(captures).where(one).limit(1);
    return row === undefined ? null : captureValue(row);
  }

  async function triesOf(run: RunValue | null, hash: string): Promise<TryValue[]> {
    if (run === null) return [];
    const { serial } = run;
    const its = and(eq(captures.runSerial, serial), eq(captures.hash, hash));
    const rows = await db
      .select({ visit: visits, capture: captures })
      .from(visits)
      .leftJoin(captures, and(its, eq(captures.attempt, visits.attempt)))
      .where(and(eq(visits.runSerial, serial), eq(visits.hash, hash)))
      .orderBy(asc(visits.attempt))
      .limit(MOST_TRIES);
    return rows.map(({ visit, capture }) => ({
      ...visit,
      worker: nameOf(visit.worker),
      capture: capture && captureValue(capture),
    }));
  }

  /** The version of the policy by which the run decides; without a run that in force. */
  async function policyOf(job: JobValue, run: RunValue | null) {
    const version = run?.policyVersion ?? (await policies.find(job.policyId))?.version;
    return version === undefined ? null : policies.version(job.policyId, version);
  }

  /** Why it ended without a last visit: the drop that took it, of itself, of its host, or of all that was left. */
  async function dropOf(run: RunValue, url: string, host: string) {
    const [row] = await db
      .select()
      .from(drops)
      .where(
        and(
          eq(drops.runSerial, run.serial),
          or(
            eq(drops.url, url),
            and(isNull(drops.url), eq(drops.host, host)),
            and(isNull(drops.url), isNull(drops.host)),
          ),
        ),
      )
      .orderBy(asc(isNull(drops.url)), asc(isNull(drops.host)), desc(drops.createdAt))
      .limit(1);
    return row ?? null;
  }

  /** As many requests are under way at the host as may be; what others have there is told to operators alone. */
  async function isFull({ host: { inFlight, limit } }: Look, host: string, tellsOthers: boolean) {
    if (limit === 0 || inFlight < limit) return false;
    return tellsOthers || (await hosts.inFlightAt(host)) >= limit;
  }

  return {
    jobOf: (url: string) => jobOfUrl(parts, caller, url),

    /**
     * All that is known of a URL, for a job of the caller's project and one of its runs.
     * @throws {BadInputError} when it is no http or https URL
     */
    async explain(job: JobValue, run: RunValue | null, given: string): Promise<ExplanationValue> {
      const url = canonicalUrl(given);
      if (url === null)
        throw new BadInputError(
          `${JSON.stringify(given.slice(0, 200))} is no http or https URL: write it whole, as https://example.com/page.`,
          ['url'],
        );
      const [host, hash] = [hostKey(url), urlHash(url)];
      const [page, tries, policyVersion, [project], words, trap] = await Promise.all([
        pages.ofFound(job, url),
        triesOf(run, hash),
        policyOf(job, run),
        db.select().from(projects).where(eq(projects.id, caller.projectId)),
        hosts.wordsOn(host, job.id),
        run === null ? null : traps.covering(run, job, url),
      ]);
      const policy = policyVersion?.rules ?? policySchema.parse({});
      const last = tries.at(-1);
      const depth = page?.depth ?? 1;
      const asked = {
        ...{ url, depth, hops: last?.hops ?? 0, tries: last && !last.final ? last.attempt : 0 },
        isSettled: last?.final ?? false,
      };
      const isGoing = run !== null && !isOver(run.state);
      const [look, chain, omissions] = await Promise.all([
        run === null ? null : frontier.inspectUrl(shortRun(run.serial), asked),
        page === null ? [] : ancestors(parts, job.serial, run?.serial ?? null, hash),
        // What the job knows was taken in, whatever was left out before.
        run === null || page !== null ? [] : omissionsOf(parts, run.serial, url, host),
      ]);
      const isMet =
        page !== null || (look !== null && (atHost(look).host.waiting > 0 || look.at.state !== 'unknown'));
      const isConcerned = isMet || (await knowsHost(parts, caller, host));
      const at = look?.at;
      let place = placeOf(at, last, page);
      const drop =
        run !== null && ((place === 'ended' && !last?.final) || place === 'unvisited')
          ? await dropOf(run, url, host)
          : null;
      if (drop) place = isDeath(drop.reason) ? 'dead' : 'dropped';
      const situation = { job, run, project: project!, policy, look, host, words, isConcerned };
      const isWaiting = place === 'waiting' || place === 'delayed';
      const [robots, holds, inFlight, redirects] = await Promise.all([
        robotsSays(parts, caller, { url, run, policy, look, isConcerned }),
        isGoing ? hosts.holds(situation) : [],
        at?.state === 'inFlight' ? inFlightOf(parts, nameOf, at) : null,
        run === null
          ? []
          : redirectsOf(parts, run.serial, url, chain, tries, (of, attempt) =>
              captureOf(run.serial, of, attempt),
            ),
      ]);
      const heldSince = holds.find(({ since }) => since !== null)?.since?.getTime() ?? null;
      const tellsOthers = may(caller, 'operator');
      const isBusy = look !== null && isWaiting && (await isFull(look, host, tellsOthers));
      const of = { host, policy, tries, isWaiting, heldSince, isBusy };
      const wait =
        run === null || page === null
          ? null
          : await waitOf(parts, caller, { ...of, run, firstSeenAt: page.firstSeenAt });
      const verdict = inScope(url, job.scope);
      const scope = { inScope: verdict.inScope, reason: scopeReason(verdict) };
      const ifEnqueued =
        look === null ? null : verdict.inScope || look.at.state !== 'unknown' ? look.ifEnqueued : 'scope';
      // What would be refused has no turn.
      const hasTurn = look !== null && (place !== 'unknown' || ifEnqueued === 'accepted');
      const position = at?.state === 'waiting' ? at.position : null;
      const until = at?.state === 'delayed' ? new Date(at.until) : null;
      const value: Omit<ExplanationValue, 'summary'> = {
        ...{
          given,
          url,
          host,
          job,
          run,
          place,
          position,
          until,
          inFlight,
          holds,
          robots,
          trap,
          redirects,
          omissions,
          wait,
          page,
          tries,
        },
        changes: canonicalChanges(given, url),
        attempts: at && 'attempts' in at ? at.attempts : (last?.attempt ?? 0),
        ifEnqueued,
        checks: checksOf({
          url,
          host,
          job,
          run,
          policy,
          look,
          depth,
          isKnown: page !== null,
          scope,
          robots,
          trap,
          holds,
        }),
        ...{ inScope: scope.inScope, scopeReason: scope.reason },
        policyVersion,
        read: look === null ? null : { look, words, holds, isConcerned },
        next: !hasTurn ? null : nextOf(place, look, holds, position, until, { tellsOthers, isBusy }),
        dead: deadOf(place, last, tries.length, drop, trap),
        parents: chain.slice(1),
      };
      return { ...value, summary: inWords(value) };
    },
  };
}
