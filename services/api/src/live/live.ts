import { isOver } from '@trunkline/control';
import type { JobFilter } from '@trunkline/database';
import { notFound, refusal } from '../limits/refusals.ts';
import { may } from '../stores/changes/may.ts';
import type { Stores } from '../stores/create-stores.ts';
import { MOST_PER_PAGE } from '../stores/lists/cursor.ts';
import type { CaptureFilter } from '../stores/page/capture-store.ts';
import type { Caller, HostStateValue, RunValue } from '../stores/values.ts';
import type { Admission } from './admission.ts';
import type {
  CapturesEvent,
  FindingsLook,
  HostsLook,
  JobsLook,
  RunEventValue,
  WorkersLook,
} from './live-event.ts';
import { type CaptureTails, MOST_CAPTURES } from './readers/capture-tails.ts';
import type { Feeds } from './readers/feeds.ts';
import type { ProgressEvent } from './runs/progress-event.ts';
import { parsePlace, type RunFollowers } from './runs/run-followers.ts';
import type { RunWatches } from './runs/run-watches.ts';

export type LiveParts = {
  watches: RunWatches;
  followers: RunFollowers;
  feeds: Feeds;
  tails: CaptureTails;
  admission: Admission;
};

/** A job (its latest run is meant) or a run, by database key, and the id it was asked by. */
export type RunOf = { jobId: string | null; runId: string | null; asked: string };

export const runEventKinds = ['state', 'trouble', 'discovery'] as const;
export type RunEventKind = (typeof runEventKinds)[number];

/** A subscription, not let in yet: what it asks for was found to be the caller's. */
export type Following<E> = () => AsyncIterableIterator<E>;

/** What a caller may follow; ids of other projects are not found. */
export type Live = {
  progress(what: RunOf & { intervalMs: number }): Promise<Following<ProgressEvent>>;
  events(
    what: RunOf & { after: string | null; kinds: readonly RunEventKind[] | null },
  ): Promise<Following<RunEventValue>>;
  workers(what: { intervalMs: number }): Promise<Following<WorkersLook>>;
  hosts(what: RunOf & { hosts: readonly string[]; intervalMs: number }): Promise<Following<HostsLook>>;
  jobs(what: { filter: JobFilter; first: number; intervalMs: number }): Promise<Following<JobsLook>>;
  findings(what: RunOf & { intervalMs: number }): Promise<Following<FindingsLook>>;
  captures(
    what: RunOf & { filter: CaptureFilter; most: number; intervalMs: number },
  ): Promise<Following<CapturesEvent>>;
  /** Starts what was found, when there is room for so many more subscriptions of this key. */
  admit<E>(following: Following<E>, places?: number): AsyncIterableIterator<E>;
};

const MOST_HOSTS = 20;

/**
 * What one caller may follow: everything is looked up in the stores of the caller, so what belongs to others is not found.
 * `freshStores` makes stores that remember nothing, for looks long after the first.
 */
export function createLive(
  { watches, followers, feeds, tails, admission }: LiveParts,
  caller: Caller,
  freshStores: () => Stores,
): Live {
  async function runOf({ jobId, runId, asked }: RunOf): Promise<RunValue> {
    const { jobs, runs } = freshStores();
    const run = runId !== null ? await runs.find(runId) : jobId !== null ? await runs.latest(jobId) : null;
    if (run !== null) return run;
    if (jobId === null || (await jobs.find(jobId)) === null) throw notFound(asked, 'job or run');
    throw refusal('BAD_INPUT', 'This job has no run to follow yet. Start one with jobStart.');
  }

  return {
    async progress(what) {
      checkInterval(what.intervalMs);
      const run = await runOf(what);
      return () => watches.watch(run, what.intervalMs);
    },

    async events({ after, kinds, ...what }) {
      const place = after === null ? null : parsePlace(after);
      if (after !== null && place === null)
        throw refusal('BAD_INPUT', '"after" is not the cursor of an event. Pass one exactly as it came.');
      const run = await runOf(what);
      const wanted = new Set<string>((kinds ?? runEventKinds).map((kind) => typenameOf[kind]));
      return () => followers.follow(run, place, ({ typename }) => wanted.has(typename));
    },

    async workers({ intervalMs }) {
      checkInterval(intervalMs);
      return () =>
        feeds.watch({
          // What operators are told others are not.
          ...{ typename: 'LiveWorkers', key: String(may(caller, 'operator')), intervalMs },
          read: () => freshStores().workers.all(),
          print: (workers) => JSON.stringify(workers.map(({ session, at }) => [session, at])),
        });
    },

    async hosts({ hosts, intervalMs, ...what }) {
      checkInterval(intervalMs);
      if (hosts.length === 0 || hosts.length > MOST_HOSTS)
        throw refusal('BAD_INPUT', `"hosts" has ${hosts.length} names; pass 1 to ${MOST_HOSTS}.`);
      const run = await runOf(what);
      const names = [...new Set(hosts)].sort();
      const read = async () => {
        const stores = freshStores();
        const found = await Promise.all(names.map((host) => stores.hosts.state(run, host)));
        return found.filter((host): host is HostStateValue => host !== null);
      };
      // A name that is none is refused here, not in the middle of a stream.
      await read();
      const key = `${run.id} ${names.join(' ')}`;
      return () =>
        feeds.watch({
          typename: 'LiveHosts',
          key,
          intervalMs,
          read,
          print: (value) => JSON.stringify(value),
        });
    },

    async jobs({ filter, first, intervalMs }) {
      checkInterval(intervalMs);
      if (first < 1 || first > MOST_PER_PAGE)
        throw refusal('BAD_INPUT', `"first" is ${first}; pass 1 to ${MOST_PER_PAGE}.`);
      const read = async () => {
        const stores = freshStores();
        const page = await stores.jobs.list({ first }, filter);
        const latest = await Promise.all(page.items.map(({ id }) => stores.runs.latest(id)));
        return { jobs: page.items, more: page.hasNext, latest };
      };
      return () =>
        feeds.watch({
          ...{ typename: 'LiveJobs', intervalMs, read },
          key: `${caller.projectId} ${first} ${JSON.stringify(filter)}`,
          print: ({ jobs, more, latest }) => {
            // Counters of runs that go move without their rows.
            const going = latest.some((run) => run !== null && !isOver(run.state));
            const states = latest.map((run) => run && [run.id, run.state, run.version]);
            return JSON.stringify([
              jobs.map(({ id, version }) => [id, version]),
              more,
              states,
              going && Date.now(),
            ]);
          },
        });
    },

    async findings({ intervalMs, ...what }) {
      checkInterval(intervalMs);
      const run = what.jobId === null && what.runId === null ? null : await runOf(what);
      const read = async () => {
        const { findings } = freshStores();
        if (run)
          return { findings: await findings.ofRun(run.id, 'open'), causes: await findings.causes(run) };
        return {
          findings: (await findings.list({ first: MOST_PER_PAGE }, { state: 'open' })).items,
          causes: null,
        };
      };
      return () =>
        feeds.watch({
          ...{ typename: 'LiveFindings', intervalMs, read },
          // What operators are told others are not.
          key: `${run?.id ?? caller.projectId} ${may(caller, 'operator')}`,
          print: ({ findings, causes }) =>
            JSON.stringify([
              findings.map(({ id, share, sentence }) => [id, share, sentence]),
              causes?.causes,
            ]),
        });
    },

    async captures({ filter, most, intervalMs, ...what }) {
      checkInterval(intervalMs);
      if (most < 1 || most > MOST_CAPTURES)
        throw refusal('BAD_INPUT', `"most" is ${most}; pass 1 to ${MOST_CAPTURES}.`);
      const run = await runOf(what);
      // Bad filters are refused here, not in the middle of a stream.
      await freshStores().captures.newest(run.serial, null, filter, 1);
      return () =>
        tails.watch({
          ...{ run, filter, most, intervalMs, key: `${run.id} ${JSON.stringify(filter)}` },
          captures: () => freshStores().captures,
          row: () => freshStores().runs.find(run.id),
        });
    },

    admit: (following, places = 1) => admission.admit(caller.keyId, following, places),
  };
}

const typenameOf = { state: 'RunStateChanged', trouble: 'RunTrouble', discovery: 'RunDiscovery' } as const;

function checkInterval(intervalMs: number): void {
  if (intervalMs < 250 || intervalMs > 60_000)
    throw refusal('BAD_INPUT', `intervalMs is ${intervalMs}; pass 250 to 60,000 milliseconds.`);
}
