import { isOver } from '@trunkline/control';
import {
  captures,
  drops,
  policies,
  policyVersions,
  projects,
  shortRun,
  urlHash,
  visits,
} from '@trunkline/database';
import type { UrlState as FrontierUrl } from '@trunkline/frontier';
import { type Policy, policySchema } from '@trunkline/policy';
import { canonicalUrl, hostKey, inScope, scopeReason } from '@trunkline/web/url';
import { and, asc, desc, eq, isNull, or } from 'drizzle-orm';
import { may } from '../../changes/may.ts';
import { BadInputError } from '../../errors.ts';
import type { HostStore } from '../../host/host-store.ts';
import { knowsHost } from '../../host/known-hosts.ts';
import type { Parts } from '../../parts.ts';
import { workerNames } from '../../run/worker-names.ts';
import type { Caller, JobValue, RunValue } from '../../values.ts';
import { captureValue } from '../capture-store.ts';
import type { PageStore, PageValue } from '../page-store.ts';
import { canonicalChanges } from './canonical-changes.ts';
import { ancestors, redirectsOf } from './chains.ts';
import { checksOf } from './checks.ts';
import type { DeadReasonValue, ExplanationValue, TryValue, UrlPlace } from './explanation.ts';
import { inFlightOf } from './in-flight-of.ts';
import { endInWords, inWords } from './in-words.ts';
import { jobOfUrl } from './job-of-url.ts';
import { nextOf } from './next.ts';
import { omissionsOf } from './omissions.ts';
import { robotsSays } from './robots-says.ts';
import { waitOf } from './wait.ts';

const MOST_TRIES = 50;

/** Why a URL was, or was not, asked for, for jobs of the caller's project. */
export function createExplainStore(parts: Parts, caller: Caller, pages: PageStore, hosts: HostStore) {
  const { db, frontier } = parts;
  const nameOf = workerNames(parts, caller);

  const captureOf = async (run: number, hash: string, attempt?: number) =>
    (
      await db
        .select()
        .from(captures)
        .where(
          and(
            eq(captures.runSerial, run),
            eq(captures.hash, hash),
            attempt === undefined ? undefined : eq(captures.attempt, attempt),
          ),
        )
        .limit(MOST_TRIES)
    ).map(captureValue);

  async function triesOf(run: RunValue | null, hash: string): Promise<TryValue[]> {
    if (run === null) return [];
    const [made, kept] = await Promise.all([
      db
        .select()
        .from(visits)
        .where(and(eq(visits.runSerial, run.serial), eq(visits.hash, hash)))
        .orderBy(asc(visits.attempt))
        .limit(MOST_TRIES),
      captureOf(run.serial, hash),
    ]);
    return made.map((visit) => ({
      ...visit,
      worker: nameOf(visit.worker),
      capture: kept.find(({ attempt }) => attempt === visit.attempt) ?? null,
    }));
  }

  /** The policy the run goes by, and its version. */
  async function policyOf(job: JobValue, run: RunValue | null): Promise<{ rules: Policy; version: number }> {
    const version = run?.policyVersion;
    const [row] =
      version === undefined
        ? await db
            .select({ rules: policies.rules, version: policies.version })
            .from(policies)
            .where(eq(policies.id, job.policyId))
        : await db
            .select({ rules: policyVersions.rules, version: policyVersions.version })
            .from(policyVersions)
            .where(and(eq(policyVersions.policyId, job.policyId), eq(policyVersions.version, version)));
    return { rules: (row?.rules ?? policySchema.parse({})) as Policy, version: row?.version ?? version ?? 0 };
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
      const [page, tries, policy, [project]] = await Promise.all([
        pages.find(job.id, url),
        triesOf(run, hash),
        policyOf(job, run),
        db.select().from(projects).where(eq(projects.id, caller.projectId)),
      ]);
      const last = tries.at(-1);
      const depth = page?.depth ?? 1;
      const asked = { url, depth, hops: last?.hops ?? 0, tries: last && !last.final ? last.attempt : 0 };
      const isGoing = run !== null && !isOver(run.state);
      const [look, chain, omissions, knows] = await Promise.all([
        run === null ? null : frontier.inspectUrl(shortRun(run.serial), asked),
        page === null ? [] : ancestors(parts, job.serial, run?.serial ?? null, hash),
        run === null ? [] : omissionsOf(parts, run.serial, url, host),
        page === null ? knowsHost(parts, caller, host) : true,
      ]);
      const isConcerned = knows || (look !== null && (look.host.waiting > 0 || look.at.state !== 'unknown'));
      const at = look?.at;
      let place = placeOf(at, last, page);
      const drop =
        run !== null && ((place === 'ended' && !last?.final) || place === 'unvisited')
          ? await dropOf(run, url, host)
          : null;
      if (drop) place = isDeath(drop.reason) ? 'dead' : 'dropped';
      const situation = { job, run, project: project!, policy: policy.rules, look, host, isConcerned };
      const [robots, holds, inFlight, redirects] = await Promise.all([
        robotsSays(parts, caller, { url, run, policy: policy.rules, look, isConcerned }),
        isGoing ? hosts.holds(situation) : [],
        at?.state === 'inFlight' ? inFlightOf(parts, nameOf, shortRun(run!.serial), url, at) : null,
        run === null
          ? []
          : redirectsOf(
              parts,
              run.serial,
              url,
              chain,
              tries,
              async (of, attempt) => (await captureOf(run.serial, of, attempt))[0] ?? null,
            ),
      ]);
      const isWaiting = place === 'waiting' || place === 'delayed';
      const heldSince = holds.find(({ since }) => since !== null)?.since?.getTime() ?? null;
      const of = { host, policy: policy.rules, tries, isWaiting, heldSince };
      const wait =
        run === null || page === null
          ? null
          : await waitOf(parts, caller, { ...of, run, firstSeenAt: page.firstSeenAt });
      const verdict = inScope(url, job.scope);
      const scope = { inScope: verdict.inScope, reason: scopeReason(verdict) };
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
          redirects,
          omissions,
          wait,
          page,
          tries,
        },
        changes: canonicalChanges(given, url),
        attempts: at && 'attempts' in at ? at.attempts : (last?.attempt ?? 0),
        ifEnqueued:
          look === null ? null : verdict.inScope || at?.state !== 'unknown' ? look.ifEnqueued : 'scope',
        checks: checksOf({
          url,
          host,
          job,
          run,
          policy: policy.rules,
          look,
          depth,
          isKnown: page !== null,
          scope,
          robots,
          holds,
        }),
        ...{ inScope: scope.inScope, scopeReason: scope.reason },
        policy: { id: job.policyId, version: policy.version },
        next: look === null ? null : nextOf(place, look, holds, position, until, may(caller, 'operator')),
        dead: deadOf(place, last, tries.length, drop),
        parents: chain.slice(1),
      };
      return { ...value, summary: inWords(value) };
    },
  };
}

/** Reasons by which a URL is given up, beside the ends of its visits. */
const isDeath = (reason: string) => /-unreachable$|poison$/.test(reason);

/** The frontier's word while it knows the run; afterwards the ledger's. */
function placeOf(
  at: FrontierUrl['at'] | undefined,
  last: TryValue | undefined,
  page: PageValue | null,
): UrlPlace {
  const ended = last?.deadReason == null ? 'ended' : 'dead';
  // Of a frontier that was lost and rebuilt the ledger knows more.
  if (at?.state === 'unknown' && last?.final) return ended;
  if (at !== undefined) return at.state === 'finished' ? (last?.final ? ended : 'ended') : at.state;
  if (last?.final) return ended;
  return page === null ? 'unknown' : 'unvisited';
}

function deadOf(
  place: UrlPlace,
  last: TryValue | undefined,
  attempts: number,
  drop: { reason: string; createdAt: Date } | null,
): DeadReasonValue | null {
  if (place === 'dead' && drop === null)
    return {
      reason: last!.deadReason!,
      attempts,
      at: last!.startedAt,
      sentence: endInWords(last, last!.deadReason!),
    };
  if (drop === null) return null;
  const { reason, createdAt: at } = drop;
  const after = last ? `; its last try ${endInWords(last, reason)}` : '';
  return { reason, attempts, at, sentence: `${endInWords(undefined, reason)}${after}` };
}
