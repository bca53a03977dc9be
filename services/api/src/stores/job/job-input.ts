import type { RulesPatch } from '../policy/check-rules.ts';
import type { Creating, Edit, SeedRow, Verb } from '../values.ts';

/** What is asked of jobs. */

/** Secrets as a client wrote them; undefined: as they are, null: none. */
export type SecretsInput = {
  headers?: readonly { name: string; value: string }[] | null | undefined;
  basicAuth?: { user: string; password: string } | null | undefined;
  proxy?: string | null | undefined;
};

export type LabelValue = { name: string; value: string };

export type NewJob = SecretsInput & {
  name?: string | null | undefined;
  seeds: readonly string[];
  sitemaps?: readonly string[] | null | undefined;
  scope?:
    | {
        kind?: 'host' | 'domain' | 'prefix' | 'any' | null | undefined;
        include?: readonly string[] | null | undefined;
        exclude?: readonly string[] | null | undefined;
        followSeedRedirects?: boolean | null | undefined;
      }
    | null
    | undefined;
  /** Null means no limit. */
  limits?: { maxPages?: number | null | undefined; maxDepth?: number | null | undefined } | null | undefined;
  policyId?: string | null | undefined;
  rules?: RulesPatch | null | undefined;
  weight?: number | null | undefined;
  finishBy?: Date | null | undefined;
  labels?: readonly LabelValue[] | null | undefined;
  start?: boolean | null | undefined;
  idempotencyKey?: string | null | undefined;
};

/** Undefined stays. */
export type JobChange = Edit &
  SecretsInput &
  Pick<NewJob, 'name' | 'scope' | 'policyId' | 'weight' | 'finishBy' | 'labels' | 'limits'>;

export type JobClone = Verb &
  Pick<NewJob, 'name' | 'start'> &
  Creating & { ownPolicy?: boolean | null | undefined };

export type NewSeeds = Verb & Creating & Pick<NewJob, 'seeds'>;

export type AddedSeeds = {
  jobId: string;
  rows: SeedRow[];
  added: number;
  known: number;
  refused: number;
};
