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
} from './generated/graphql.ts';
import { notFound, type Signal } from './jobs.ts';
import { type List, list, PAGE, SMALL_PAGE } from './list.ts';
import { settled } from './settled.ts';
import type { Transport } from './transport.ts';

export type Policy = PolicyPartsFragment;
export type PolicyVersion = NonNullable<PolicyVersionsQuery['policy']>['versions']['nodes'][number];
export type PolicyPreview = NonNullable<PolicyPreviewQuery['policyPreview']>;

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
    /** Deletes a policy that no job uses; its id. */
    async delete(input: PolicyDeleteInput, { signal }: Signal = {}): Promise<string> {
      const options = { signal, repeatable: true };
      return settled((await transport.call(PolicyDeleteDocument, { input }, options)).policyDelete).id;
    },
    /** What a change would do to the runs that go; changes nothing. */
    async preview(id: string, rules: PolicyRulesInput, { signal }: Signal = {}): Promise<PolicyPreview> {
      const options = { signal, repeatable: true };
      const { policyPreview } = await transport.call(PolicyPreviewDocument, { id, rules }, options);
      return policyPreview ?? notFound('policy', id);
    },
  };
}
