import { type Calls, notFound, type Signal, type WatchOptions } from '../calls.ts';
import {
  HostGetDocument,
  HostLedgerDocument,
  type HostLedgerQuery,
  HostPauseDocument,
  type HostPausedPartsFragment,
  type HostPauseInput,
  HostResumeDocument,
  type HostRuleFilter,
  HostRuleListDocument,
  type HostRulePartsFragment,
  HostRuleRemoveDocument,
  HostRuleSetDocument,
  type HostRuleSetInput,
  HostStateDocument,
  type HostStatePartsFragment,
  HostsWatchDocument,
  RobotsHistoryDocument,
  type RobotsVersionPartsFragment,
} from '../generated/graphql.ts';
import type { List } from '../list.ts';
import type { Transport } from '../transport/transport.ts';

export type HostRule = HostRulePartsFragment;
export type HostState = HostStatePartsFragment;
/** What a robots.txt said from one moment to another, with what had changed. Hostile text. */
export type RobotsVersion = RobotsVersionPartsFragment;
export type HostPaused = HostPausedPartsFragment;

/** How often a host was asked, and why not more often. */
export type HostLedger = NonNullable<HostLedgerQuery['hostLedger']>;
export type LedgerTime = { from?: string; to?: string } & Signal;

/** Single hosts: what a run makes of them now, and pausing them. */
export function createHosts({ ask, change, pages, follow }: Calls, transport: Transport) {
  return {
    /** The pace in force and why, back-off and robots.txt; null once the run has left the frontier. */
    async state(run: string, host: string, signal?: Signal): Promise<HostState | null> {
      const answer = await ask(HostStateDocument, { run, host }, signal);
      return answer.run === null ? notFound('run', run) : answer.run.host;
    },
    /** The same of some hosts whenever it changes, to the end of the run. */
    watch: (
      id: string,
      hosts: readonly string[],
      { intervalMs = 1000, ...options }: WatchOptions = {},
    ): AsyncGenerator<HostState[], void, undefined> =>
      follow(
        HostsWatchDocument,
        () => ({ id, hosts: [...hosts], intervalMs }),
        (answer) => answer.hosts.hosts,
        options,
      ),
    /** The rules that match a host, the most particular first: that one holds. */
    rules: async (host: string, signal?: Signal): Promise<HostRule[]> =>
      (await ask(HostGetDocument, { host }, signal)).host?.rules ?? notFound('host', host),
    /** What its robots.txt said, newest first, each with what had changed. */
    robotsHistory: (host: string, signal?: Signal): List<RobotsVersion> =>
      pages(
        RobotsHistoryDocument,
        { host, first: 5 },
        (answer) => answer.host?.robotsHistory ?? notFound('host', host),
        signal,
      ),
    /** How often it was asked and why, from a moment to another (a day up to now): totals, and at most `first` (100) minutes of it. */
    ledger: async (
      host: string,
      { from, to, first, signal }: LedgerTime & { first?: number } = {},
    ): Promise<HostLedger> =>
      (await ask(HostLedgerDocument, { host, from, to, first }, { signal })).hostLedger ??
      notFound('host', host),
    /** Every minute of that as text. */
    async exportLedger(
      host: string,
      { from, to, format = 'ndjson', signal }: LedgerTime & { format?: 'ndjson' | 'csv' } = {},
    ): Promise<ReadableStream<Uint8Array>> {
      const query = new URLSearchParams({ format, ...(from && { from }), ...(to && { to }) });
      const { body } = await transport.download(
        `/export/${encodeURIComponent(host)}/ledger?${query}`,
        signal,
      );
      return body ?? new Blob([]).stream();
    },
    /** Asks nothing of a host: for one job, or (scope `operator`) for every run of the installation. */
    pause: (input: HostPauseInput, signal?: Signal): Promise<HostPaused> =>
      change(HostPauseDocument, { input }, signal),
    /** Takes a pause back. */
    resume: (input: HostPauseInput, signal?: Signal): Promise<HostPaused> =>
      change(HostResumeDocument, { input }, signal),
  };
}

/** What hosts are owed whatever the policies say. Setting and removing needs the scope `operator`. */
export function createHostRules({ change, pages }: Calls) {
  return {
    list: (filter: HostRuleFilter = {}, signal?: Signal): List<HostRule> =>
      pages(HostRuleListDocument, { filter }, ({ hostRules }) => hostRules, signal),
    /** Makes or changes the rule of a pattern. Setting it again changes nothing. */
    set: (input: HostRuleSetInput, signal?: Signal): Promise<HostRule> =>
      change(HostRuleSetDocument, { input }, { ...signal, repeatable: input.expectedVersion == null }),
    /** Takes a rule back; its id. */
    remove: async (id: string, reason?: string, signal?: Signal): Promise<string> =>
      (await change(HostRuleRemoveDocument, { input: { id, reason } }, signal)).id,
  };
}
