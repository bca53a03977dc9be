import {
  type CaptureFilter,
  CaptureGetDocument,
  type CaptureGetQuery,
  type CapturePartsFragment,
  CapturesOfJobDocument,
  CapturesOfRunDocument,
  type HostRuleFilter,
  HostRuleListDocument,
  type HostRulePartsFragment,
  HostRuleRemoveDocument,
  HostRuleSetDocument,
  type HostRuleSetInput,
  PolicyCreateDocument,
  type PolicyCreateInput,
  PolicyGetDocument,
  PolicyListDocument,
  type PolicyPartsFragment,
  PolicyPreviewDocument,
  type PolicyPreviewQuery,
  PolicyRollBackDocument,
  type PolicyRollBackInput,
  type PolicyRulesInput,
  PolicyUpdateDocument,
  type PolicyUpdateInput,
  PolicyVersionsDocument,
  type PolicyVersionsQuery,
  RunGetDocument,
  type RunGetQuery,
  RunListDocument,
  type RunPartsFragment,
  WorkerListDocument,
  type WorkerPartsFragment,
} from './generated/graphql.ts';
import { notFound, type Signal } from './jobs.ts';
import { type List, list, PAGE, SMALL_PAGE } from './list.ts';
import { settled } from './settled.ts';
import type { Transport } from './transport.ts';

export type Run = RunPartsFragment;
export type RunDetails = NonNullable<RunGetQuery['run']>;
export type Capture = CapturePartsFragment;
export type CaptureDetails = NonNullable<CaptureGetQuery['capture']>;
export type Policy = PolicyPartsFragment;
export type PolicyVersion = NonNullable<PolicyVersionsQuery['policy']>['versions']['nodes'][number];
export type PolicyPreview = NonNullable<PolicyPreviewQuery['policyPreview']>;
export type HostRule = HostRulePartsFragment;
export type Worker = WorkerPartsFragment;

export function createRuns(transport: Transport) {
  return {
    async get(id: string, { signal }: Signal = {}): Promise<RunDetails> {
      const { run } = await transport.call(RunGetDocument, { id }, { signal, repeatable: true });
      return run ?? notFound('run', id);
    },
    /** The runs of a job, newest first. */
    ofJob(id: string, { signal }: Signal = {}): List<Run> {
      return list(async (after) => {
        const variables = { id, first: 20, after };
        const { job } = await transport.call(RunListDocument, variables, { signal, repeatable: true });
        return job?.runs ?? notFound('job', id);
      });
    },
  };
}

/** URLs, titles, headers and bodies of captures are hostile text. */
export function createCaptures(
  transport: Transport,
  download: (path: string, signal?: AbortSignal) => Promise<Response>,
) {
  return {
    async get(id: string, { signal }: Signal = {}): Promise<CaptureDetails> {
      const { capture } = await transport.call(CaptureGetDocument, { id }, { signal, repeatable: true });
      return capture ?? notFound('capture', id);
    },
    /** The captures of all runs of a job, oldest first. */
    ofJob(id: string, filter: CaptureFilter = {}, { signal }: Signal = {}): List<Capture> {
      return list(async (after) => {
        const variables = { id, first: PAGE, after, filter };
        const { job } = await transport.call(CapturesOfJobDocument, variables, { signal, repeatable: true });
        return job?.captures ?? notFound('job', id);
      });
    },
    /** The captures of one run, oldest first. */
    ofRun(id: string, filter: CaptureFilter = {}, { signal }: Signal = {}): List<Capture> {
      return list(async (after) => {
        const variables = { id, first: PAGE, after, filter };
        const { run } = await transport.call(CapturesOfRunDocument, variables, { signal, repeatable: true });
        return run?.captures ?? notFound('run', id);
      });
    },
    /** The whole decoded body, streamed. */
    async body(capture: { bodyUrl: string }, { signal }: Signal = {}): Promise<ReadableStream<Uint8Array>> {
      const { body } = await download(capture.bodyUrl, signal);
      return body ?? new Blob([]).stream();
    },
  };
}

export function createPolicies(transport: Transport) {
  return {
    async get(id: string, { signal }: Signal = {}): Promise<Policy> {
      const { policy } = await transport.call(PolicyGetDocument, { id }, { signal, repeatable: true });
      return policy ?? notFound('policy', id);
    },
    /** All policies, newest first. */
    list({ signal }: Signal = {}): List<Policy> {
      return list(async (after) => {
        const variables = { first: SMALL_PAGE, after };
        return (await transport.call(PolicyListDocument, variables, { signal, repeatable: true })).policies;
      });
    },
    /** Creates a policy; carries an idempotency key, like `jobs.create`. */
    async create(input: PolicyCreateInput, { signal }: Signal = {}): Promise<Policy> {
      const keyed = { ...input, idempotencyKey: input.idempotencyKey ?? crypto.randomUUID() };
      const options = { signal, repeatable: true };
      return settled((await transport.call(PolicyCreateDocument, { input: keyed }, options)).policyCreate);
    },
    /** Changes a policy; running jobs that use it follow within a second. Safe to repeat only with `expectedVersion`. */
    async update(input: PolicyUpdateInput, { signal }: Signal = {}): Promise<Policy> {
      return settled((await transport.call(PolicyUpdateDocument, { input }, { signal })).policyUpdate);
    },
    /** Every version it ever had, newest first. */
    versions(id: string, { signal }: Signal = {}): List<PolicyVersion> {
      return list(async (after) => {
        const variables = { id, first: PAGE, after };
        const { policy } = await transport.call(PolicyVersionsDocument, variables, {
          signal,
          repeatable: true,
        });
        return policy?.versions ?? notFound('policy', id);
      });
    },
    /** Makes a new version with the rules of an old one. */
    async rollBack(input: PolicyRollBackInput, { signal }: Signal = {}): Promise<Policy> {
      const options = { signal, repeatable: input.expectedVersion == null };
      return settled((await transport.call(PolicyRollBackDocument, { input }, options)).policyRollBack);
    },
    /** What a change would do to the runs that go; changes nothing. */
    async preview(id: string, rules: PolicyRulesInput, { signal }: Signal = {}): Promise<PolicyPreview> {
      const options = { signal, repeatable: true };
      const { policyPreview } = await transport.call(PolicyPreviewDocument, { id, rules }, options);
      return policyPreview ?? notFound('policy', id);
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

export function createWorkers(transport: Transport) {
  return {
    /** The workers that reported within the last seconds. */
    list({ signal }: Signal = {}): List<Worker> {
      return list(async (after) => {
        const variables = { first: 20, after };
        return (await transport.call(WorkerListDocument, variables, { signal, repeatable: true })).workers;
      });
    },
  };
}
