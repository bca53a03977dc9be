import { lacksToAllow } from '@trunkline/control';
import { type Policy, policySchema } from '@trunkline/policy';
import { z } from 'zod';
import { BadPolicyError, demand } from '../errors.ts';
import type { Caller } from '../values.ts';

/** Parts of a policy as a client wrote them: not checked yet, null and undefined mean left out. */
export type RulesPatch = Readonly<Record<string, unknown>>;

/** `base`: what the patch is of; `was`: what is in force now, when that is something else. */
type Given = { base: Partial<Policy>; was?: Partial<Policy>; caller: Caller; path: string[] };

/**
 * The rules that a patch makes of others, every default filled in. What the patch leaves out (or gives as null) stays,
 * except where the policy has null itself, for no limit. Lists replace lists.
 * @throws {BadPolicyError} naming every rule that is out of range
 * @throws {ForbiddenError} when private networks become allowed and the key is no admin
 */
export function checkRules(patch: RulesPatch, { base, was = base, caller, path }: Given): Policy {
  const merged = merge(policySchema, base, patch);
  const pace = patch.pace as PacePatch | null | undefined;
  if (pace != null) merged.pace = paceOf(pace, base.pace, path);
  const parsed = policySchema.safeParse(merged);
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => ({
      path: [...path, ...issue.path.map(String)],
      message: issue.message,
    }));
    throw new BadPolicyError(
      `${issues.length === 1 ? 'A rule' : `${issues.length} rules`} of the policy cannot be: ` +
        issues.map((issue) => `${issue.path.slice(path.length).join('.')}: ${issue.message}`).join('; '),
      issues,
    );
  }
  demand(lacksToAllow(caller, was, parsed.data), [...path, 'allowPrivateNetworks']);
  return parsed.data;
}

export type PacePatch = {
  mode?: 'delay' | 'rate' | null;
  delayMs?: number | null;
  perSecond?: number | null;
  concurrency?: number | null;
};

export function paceOf(patch: PacePatch, base: Policy['pace'] | undefined, path: string[]): unknown {
  const { delayMs, perSecond, concurrency } = patch;
  const rate = perSecond != null || concurrency != null;
  if (rate && delayMs != null)
    throw badPace('give either delayMs, or perSecond with concurrency: they exclude each other', path);
  const mode = patch.mode ?? (rate ? 'rate' : delayMs != null ? 'delay' : base?.mode);
  if (mode === 'delay') {
    if (rate) throw badPace('mode DELAY goes with delayMs alone', path);
    const known = base?.mode === 'delay' ? base.delayMs : undefined;
    if (delayMs == null && known === undefined) throw badPace('mode DELAY needs delayMs', path);
    return { mode, delayMs: delayMs ?? known };
  }
  if (delayMs != null) throw badPace('mode RATE goes with perSecond and concurrency', path);
  const known = base?.mode === 'rate' ? base : undefined;
  if (perSecond == null && known === undefined) throw badPace('mode RATE needs perSecond', path);
  return {
    mode: 'rate',
    perSecond: perSecond ?? known?.perSecond,
    concurrency: concurrency ?? known?.concurrency ?? 1,
  };
}

function badPace(problem: string, path: string[]): BadPolicyError {
  const where = [...path, 'pace'];
  return new BadPolicyError(`The pace cannot be: ${problem}.`, [{ path: where, message: problem }]);
}

function merge(schema: z.ZodObject, base: object, patch: object): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(patch)) {
    let field = schema.shape[name] as z.ZodType | undefined;
    while (field instanceof z.ZodDefault || field instanceof z.ZodPrefault)
      field = field.unwrap() as z.ZodType;
    if (value === undefined || (value === null && !(field instanceof z.ZodNullable))) continue;
    const old = merged[name];
    merged[name] =
      field instanceof z.ZodObject ? merge(field, isRecord(old) ? old : {}, value as object) : value;
  }
  return merged;
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null;
