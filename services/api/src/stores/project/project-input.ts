import { BadInputError, NotFoundError } from '../errors.ts';

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

export const noProject = () =>
  new NotFoundError('There is no project with this id. List them with "projects".', ['input', 'id']);

export const nameTaken = (name: string) =>
  new BadInputError(
    `There is a project named ${JSON.stringify(name)} already, or one that is still being removed. Take another name.`,
    ['input', 'name'],
  );
