import { shortRun, urlHash, visits } from '@trunkline/database';
import type { UrlState as FrontierUrl } from '@trunkline/frontier';
import { canonicalUrl, hostKey, inScope, scopeReason } from '@trunkline/web/url';
import { and, asc, eq } from 'drizzle-orm';
import { BadInputError } from '../errors.ts';
import type { HostStore } from '../host/host-store.ts';
import type { Parts } from '../parts.ts';
import { workerNames } from '../run/worker-names.ts';
import type { Caller, JobValue, RunValue } from '../values.ts';
import { inWords } from './in-words.ts';
import type { PageStore, PageValue } from './page-store.ts';
import type { UrlPlace, UrlStateValue, VisitValue } from './url-state.ts';

const MOST_VISITS = 50;

/** What is known of single URLs, for runs of the caller's project. */
export function createUrlStore(parts: Parts, caller: Caller, pages: PageStore, hosts: HostStore) {
  const { db, frontier } = parts;
  const nameOf = workerNames(parts, caller);

  return {
    /**
     * What frontier and ledger know of a URL, for a run of the caller's project.
     * @throws {BadInputError} when it is no http or https URL
     */
    async state(run: RunValue, job: JobValue, given: string): Promise<UrlStateValue> {
      const url = canonicalUrl(given);
      if (url === null)
        throw new BadInputError(`${JSON.stringify(given.slice(0, 200))} is no http or https URL.`, ['url']);
      const [page, made] = await Promise.all([
        pages.find(job.id, url),
        db
          .select()
          .from(visits)
          .where(and(eq(visits.runSerial, run.serial), eq(visits.hash, urlHash(url))))
          .orderBy(asc(visits.attempt))
          .limit(MOST_VISITS),
      ]);
      const look = await frontier.inspectUrl(shortRun(run.serial), { url, depth: page?.depth ?? 1 });
      const last = made.at(-1);
      const at = look?.at;
      const scope = inScope(url, job.scope);
      const value: Omit<UrlStateValue, 'summary'> = {
        url,
        host: hostKey(url),
        run,
        place: placeOf(at, last, page),
        position: at?.state === 'waiting' ? at.position : null,
        attempts: at && 'attempts' in at ? at.attempts : (last?.attempt ?? 0),
        until: at?.state === 'delayed' ? new Date(at.until) : null,
        since: at?.state === 'inFlight' ? new Date(at.since) : null,
        session: at?.state === 'inFlight' ? at.session : null,
        ifEnqueued: look?.ifEnqueued ?? null,
        inScope: scope.inScope,
        scopeReason: scopeReason(scope),
        visits: made.map((visit) => ({ ...visit, worker: nameOf(visit.worker) })),
        page,
      };
      const held = value.place === 'waiting' && (await hosts.heldBy(value.host, look?.host.limit === 0));
      return { ...value, summary: inWords(value, held || null, look?.host.robots ?? null) };
    },
  };
}

/** The frontier's word while it knows the run; afterwards the ledger's. */
function placeOf(
  at: FrontierUrl['at'] | undefined,
  last: VisitValue | undefined,
  page: PageValue | null,
): UrlPlace {
  if (at !== undefined) return at.state === 'finished' ? 'ended' : at.state;
  if (last?.final) return 'ended';
  return page === null ? 'unknown' : 'unvisited';
}
