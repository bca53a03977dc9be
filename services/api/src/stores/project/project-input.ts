import { projects, type Transaction } from '@trunkline/database';
import { ne, sql } from 'drizzle-orm';
import { BadInputError, NotFoundError } from '../errors.ts';
import { checkName, checkSeen } from '../policy/policy-store.ts';

export const limits = [
  'maxJobs',
  'maxPagesPerDay',
  'maxStorageBytes',
  'maxConcurrency',
  'maxUrls',
  'maxHosts',
  'maxWebhooks',
  'maxSeedsPerUpload',
] as const;
/** Undefined stays, null is none. */
export type Quotas = Partial<Record<(typeof limits)[number], number | null | undefined>>;
/** Least of each: with nothing in flight nothing would ever end. */
const least: Record<(typeof limits)[number], number> = {
  ...{ maxJobs: 0, maxPagesPerDay: 0, maxStorageBytes: 0, maxConcurrency: 1 },
  ...{ maxUrls: 1, maxHosts: 1, maxWebhooks: 0, maxSeedsPerUpload: 1 },
};

/** @throws {BadInputError} for a quota that cannot be */
export function checkQuotas(given: Quotas): void {
  for (const name of limits) {
    const value = given[name];
    if (value != null && value < least[name])
      throw new BadInputError(`${name} is ${value}; pass ${least[name]} or more, or null for no limit.`, [
        'input',
        name,
      ]);
  }
}

/**
 * A name by which operators tell projects apart, and which they type to delete one: as it is seen.
 * @throws {BadInputError}
 */
export function checkProjectName(name: string): string {
  checkSeen(name, ['input', 'name'], /\p{Cf}/u);
  const checked = checkName(name);
  if (checked === name) return name;
  throw new BadInputError('The name begins or ends with a space. Leave it out.', ['input', 'name']);
}

/**
 * No two projects have names that differ in upper and lower case alone. The next who asks waits for the end of the transaction.
 * @throws {BadInputError}
 */
export async function checkFree(tx: Transaction, name: string, but?: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('project names', 0))`);
  const others = await tx
    .select({ name: projects.name })
    .from(projects)
    .where(but === undefined ? undefined : ne(projects.id, but));
  // Here, not in Postgres: what upper and lower case are there depends on the locale it was set up with.
  const same = others.find((other) => folded(other.name) === folded(name));
  if (same !== undefined) throw nameTaken(same.name);
}

const folded = (name: string) => name.normalize('NFKC').toUpperCase().toLowerCase();

export const noProject = () =>
  new NotFoundError('There is no project with this id. List them with "projects".', ['input', 'id']);

export const nameTaken = (name: string) =>
  new BadInputError(
    `There is a project named ${JSON.stringify(name)} already, or one that is still being removed. Take another name.`,
    ['input', 'name'],
  );
