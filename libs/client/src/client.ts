import { createCalls, type Signal, type WatchOptions } from './calls.ts';
import { type AuditFilter, ViewerDocument, type ViewerQuery } from './generated/graphql.ts';
import { createBulk, createDead, createTraps } from './methods/bulk.ts';
import { createCaptures } from './methods/captures.ts';
import { createHostRules, createHosts } from './methods/hosts.ts';
import { createInFlight } from './methods/in-flight.ts';
import { createJobs } from './methods/jobs.ts';
import { createMetrics } from './methods/metrics.ts';
import { createOperations } from './methods/operations.ts';
import { createPages } from './methods/pages.ts';
import { createPolicies } from './methods/policies.ts';
import { auditLog, createKeys } from './methods/project/keys.ts';
import { createProject, createProjects } from './methods/project/project.ts';
import { createWebhooks } from './methods/project/webhooks.ts';
import { createFindings, createRuns } from './methods/runs.ts';
import { createSchedules } from './methods/schedules.ts';
import { followTopics, type Topic } from './methods/topics.ts';
import { createWorkers } from './methods/workers.ts';
import { type LiveOptions, subscribe } from './transport/live.ts';
import {
  type CallOptions,
  createTransport,
  type Document,
  type TransportOptions,
} from './transport/transport.ts';

export type Client = ReturnType<typeof createClient>;
export type Viewer = ViewerQuery['viewer'];

/**
 * A client of one Trunkline API. Opens nothing until it is used, keeps nothing open but running `watch`es.
 * Works in Node and in browsers; needs no GraphQL library.
 */
export function createClient(options: TransportOptions) {
  const transport = createTransport(options);
  const calls = createCalls(transport);
  return {
    jobs: createJobs(calls, transport),
    runs: createRuns(calls),
    findings: createFindings(calls),
    captures: createCaptures(calls, transport),
    policies: createPolicies(calls),
    hosts: createHosts(calls, transport),
    hostRules: createHostRules(calls),
    workers: createWorkers(calls),
    inFlight: createInFlight(calls),
    keys: createKeys(calls),
    ...createPages(calls, transport),
    schedules: createSchedules(calls),
    webhooks: createWebhooks(calls),
    dead: createDead(calls),
    traps: createTraps(calls),
    bulk: createBulk(calls),
    project: createProject(calls),
    projects: createProjects(calls),

    /** What was changed in the project, newest first. */
    auditLog: (filter: AuditFilter = {}, signal?: Signal) => auditLog(calls, filter, signal),
    operations: createOperations(calls),
    metrics: createMetrics(calls),

    /** Who the key belongs to and what it may do. */
    viewer: async (signal?: Signal): Promise<Viewer> => (await calls.ask(ViewerDocument, {}, signal)).viewer,

    /** Runs any operation. Typed by documents of a code generator; for plain text name the types yourself. */
    query<Result, Variables>(
      document: Document<Result, Variables> | string,
      variables: Variables,
      callOptions: CallOptions = {},
    ): Promise<Result> {
      return transport.call(document as Document<Result, Variables>, variables, callOptions);
    },

    /** Many things over one connection, as a page or a terminal that shows more than one needs it. */
    live: (topics: readonly Topic[], options: WatchOptions = {}) => followTopics(calls, topics, options),

    /** Runs any subscription; the connection is made again when it is lost. */
    subscribe<Result, Variables>(
      document: Document<Result, Variables> | string,
      variables: Variables,
      liveOptions: LiveOptions = {},
    ): AsyncGenerator<Result, void, undefined> {
      return subscribe(transport, document as Document<Result, Variables>, () => variables, liveOptions);
    },
  };
}
