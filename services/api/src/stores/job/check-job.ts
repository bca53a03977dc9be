import { lacksToCrawl } from '@trunkline/control';
import { policies, type Transaction } from '@trunkline/database';
import type { Policy } from '@trunkline/policy';
import { GlobError, type Scope, scopeOf } from '@trunkline/web/url';
import { and, eq } from 'drizzle-orm';
import { BadInputError, demand, noSuch } from '../errors.ts';
import type { Caller } from '../values.ts';
import type { NewJob } from './job-input.ts';

/** A scope names at most so many hosts, domains or prefixes: all of it travels to every worker. */
export const PLACES = 10_000;

function outOfRange(field: string, value: number, range: string): BadInputError {
  return new BadInputError(`${field} is ${value}; pass ${range}.`, ['input', ...field.split('.')]);
}

export function checkMaxPages(maxPages: number | null): number | null {
  if (maxPages !== null && maxPages < 1) throw outOfRange('limits.maxPages', maxPages, 'at least 1');
  return maxPages;
}

export function checkMaxDepth(maxDepth: number | null): number | null {
  if (maxDepth !== null && (maxDepth < 0 || maxDepth > 32_767))
    throw outOfRange('limits.maxDepth', maxDepth, '0 to 32,767');
  return maxDepth;
}

export function checkWeight(weight: number): number {
  if (!(weight >= 0.01 && weight <= 100)) throw outOfRange('weight', weight, '0.01 to 100');
  return weight;
}

/** Labels as a record: 1 to 63 letters, digits and `._-/` for a name, up to 255 characters for a value. */
export function checkLabels(labels: readonly { name: string; value: string }[]): Record<string, string> {
  const problem = (message: string, at: number) =>
    new BadInputError(message, ['input', 'labels', String(at)]);
  if (labels.length > 32) throw problem(`labels has ${labels.length} entries; pass at most 32.`, 32);
  const checked: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [at, { name, value }] of labels.entries()) {
    if (!/^[\w./-]{1,63}$/.test(name))
      throw problem(
        `The label name ${JSON.stringify(name.slice(0, 100))} cannot be: use 1 to 63 of a-z A-Z 0-9 . _ - /`,
        at,
      );
    if (value.length > 255)
      throw problem(`The label ${name} has ${value.length} characters; pass at most 255.`, at);
    if (name in checked) throw problem(`The label ${name} is given twice.`, at);
    checked[name] = value;
  }
  return { ...checked };
}

export function checkScope(seeds: Iterable<string>, scope: NewJob['scope']): Scope {
  const [include, exclude] = [scope?.include ?? [], scope?.exclude ?? []];
  for (const [name, globs] of Object.entries({ include, exclude }))
    if (globs.length > 100)
      throw new BadInputError(`scope.${name} has ${globs.length} globs; pass at most 100.`, [
        'input',
        'scope',
        name,
      ]);
  try {
    const checked = scopeOf(scope?.kind ?? 'host', seeds, include, exclude);
    return { ...checked, followSeedRedirects: scope?.followSeedRedirects ?? true };
  } catch (error) {
    if (error instanceof GlobError)
      throw new BadInputError(`Bad scope: ${error.message}.`, ['input', 'scope']);
    throw error;
  }
}

/** A policy of the project that the caller may crawl under; it stays as it is until the end of the transaction. */
export async function findPolicy(tx: Transaction, caller: Caller, id: string) {
  const [policy] = await tx
    .select()
    .from(policies)
    .where(and(eq(policies.id, id), eq(policies.projectId, caller.projectId)))
    .for('share');
  if (policy === undefined) throw noSuch('policy', 'policies', 'policyId');
  demand(lacksToCrawl(caller, policy.rules as Policy, 'crawl under this policy'), ['input', 'policyId']);
  return policy;
}
