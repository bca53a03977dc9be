import {
  HostGetDocument,
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
} from './generated/graphql.ts';
import { notFound, type Signal } from './jobs.ts';
import { type List, list, PAGE } from './list.ts';
import { type LiveOptions, subscribe } from './live.ts';
import { settled } from './settled.ts';
import type { Transport } from './transport.ts';

export type HostRule = HostRulePartsFragment;
export type HostState = HostStatePartsFragment;
/** What a robots.txt said from one moment to another, with what had changed. Hostile text. */
export type RobotsVersion = RobotsVersionPartsFragment;
export type HostPaused = HostPausedPartsFragment;

/** Single hosts: what a run makes of them now, and pausing them. */
export function createHosts(transport: Transport) {
  return {
    /** The pace in force and why, back-off and robots.txt; null once the run has left the frontier. */
    async state(run: string, host: string, { signal }: Signal = {}): Promise<HostState | null> {
      const options = { signal, repeatable: true };
      const answer = await transport.call(HostStateDocument, { run, host }, options);
      return answer.run === null ? notFound('run', run) : answer.run.host;
    },
    /** The same of some hosts whenever it changes, to the end of the run. */
    async *watch(
      run: string,
      hosts: readonly string[],
      { intervalMs = 1000, ...options }: LiveOptions & { intervalMs?: number } = {},
    ): AsyncGenerator<HostState[], void, undefined> {
      const variables = () => ({ id: run, hosts: [...hosts], intervalMs });
      for await (const event of subscribe(transport, HostsWatchDocument, variables, options))
        yield event.hosts.hosts;
    },
    /** The rules that match a host, the most particular first: that one holds. */
    async rules(host: string, { signal }: Signal = {}): Promise<HostRule[]> {
      const answer = await transport.call(HostGetDocument, { host }, { signal, repeatable: true });
      return answer.host?.rules ?? notFound('host', host);
    },
    /** What its robots.txt said, newest first, each with what had changed. */
    robotsHistory(host: string, { signal }: Signal = {}): List<RobotsVersion> {
      return list(async (after) => {
        const variables = { host, first: 5, after };
        const answer = await transport.call(RobotsHistoryDocument, variables, { signal, repeatable: true });
        return answer.host?.robotsHistory ?? notFound('host', host);
      });
    },
    /** Asks nothing of a host: for one job, or (scope `admin`) for every run of the installation. */
    async pause(input: HostPauseInput, { signal }: Signal = {}): Promise<HostPaused> {
      const options = { signal, repeatable: true };
      return settled((await transport.call(HostPauseDocument, { input }, options)).hostPause);
    },
    /** Takes a pause back. */
    async resume(input: HostPauseInput, { signal }: Signal = {}): Promise<HostPaused> {
      const options = { signal, repeatable: true };
      return settled((await transport.call(HostResumeDocument, { input }, options)).hostResume);
    },
  };
}

/** What hosts are owed whatever the policies say. Setting and removing needs the scope `admin`. */
export function createHostRules(transport: Transport) {
  return {
    list(filter: HostRuleFilter = {}, { signal }: Signal = {}): List<HostRule> {
      return list(async (after) => {
        const variables = { first: PAGE, after, filter };
        return (await transport.call(HostRuleListDocument, variables, { signal, repeatable: true }))
          .hostRules;
      });
    },
    /** Makes or changes the rule of a pattern. Setting it again changes nothing. */
    async set(input: HostRuleSetInput, { signal }: Signal = {}): Promise<HostRule> {
      const options = { signal, repeatable: input.expectedVersion == null };
      return settled((await transport.call(HostRuleSetDocument, { input }, options)).hostRuleSet);
    },
    /** Takes a rule back; its id. */
    async remove(id: string, reason?: string, { signal }: Signal = {}): Promise<string> {
      const variables = { input: { id, reason } };
      const options = { signal, repeatable: true };
      return settled((await transport.call(HostRuleRemoveDocument, variables, options)).hostRuleRemove).id;
    },
  };
}
