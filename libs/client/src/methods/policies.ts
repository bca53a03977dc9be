import { type Calls, notFound, type Signal, withKey } from '../calls.ts';
import {
  PolicyCreateDocument,
  type PolicyCreateInput,
  PolicyDeleteDocument,
  type PolicyDeleteInput,
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
  PolicyWarningsDocument,
} from '../generated/graphql.ts';
import { type List, SMALL_PAGE } from '../list.ts';

export type Policy = PolicyPartsFragment;
export type PolicyVersion = NonNullable<PolicyVersionsQuery['policy']>['versions']['nodes'][number];
export type PolicyPreview = NonNullable<PolicyPreviewQuery['policyPreview']>;

export function createPolicies({ ask, change, pages }: Calls) {
  return {
    get: async (id: string, signal?: Signal): Promise<Policy> =>
      (await ask(PolicyGetDocument, { id }, signal)).policy ?? notFound('policy', id),
    /** All policies, newest first. */
    list: (signal?: Signal): List<Policy> =>
      pages(PolicyListDocument, { first: SMALL_PAGE }, ({ policies }) => policies, signal),
    /** Creates a policy; carries an idempotency key, like `jobs.create`. */
    create: (input: PolicyCreateInput, signal?: Signal): Promise<Policy> =>
      change(PolicyCreateDocument, { input: withKey(input) }, signal),
    /** Changes a policy; running jobs that use it follow within a second. Safe to repeat only with `expectedVersion`. */
    update: (input: PolicyUpdateInput, signal?: Signal): Promise<Policy> =>
      change(PolicyUpdateDocument, { input }, { ...signal, repeatable: false }),
    /** Every version it ever had, newest first. */
    versions: (id: string, signal?: Signal): List<PolicyVersion> =>
      pages(
        PolicyVersionsDocument,
        { id },
        ({ policy }) => policy?.versions ?? notFound('policy', id),
        signal,
      ),
    /** Makes a new version with the rules of an old one. */
    rollBack: (input: PolicyRollBackInput, signal?: Signal): Promise<Policy> =>
      change(PolicyRollBackDocument, { input }, { ...signal, repeatable: input.expectedVersion == null }),
    /** Deletes a policy that no job uses; its id. */
    delete: async (input: PolicyDeleteInput, signal?: Signal): Promise<string> =>
      (await change(PolicyDeleteDocument, { input }, signal)).id,
    /** What cannot work about the jobs that run under it. */
    warnings: async (id: string, signal?: Signal) =>
      ((await ask(PolicyWarningsDocument, { id }, signal)).policy ?? notFound('policy', id)).warnings,
    /** What a change would do to the runs that go; changes nothing. */
    preview: async (id: string, rules: PolicyRulesInput, signal?: Signal): Promise<PolicyPreview> =>
      (await ask(PolicyPreviewDocument, { id, rules }, signal)).policyPreview ?? notFound('policy', id),
  };
}
