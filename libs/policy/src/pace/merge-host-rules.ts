import { type Pace, paceSchema } from '../policy.ts';
import { stricterPace } from './effective-pace.ts';

/** A host rule as stored: one of perhaps several projects' for the same pattern; a removed one has no say. */
export type StoredHostRule = {
  pattern: string;
  pace: unknown;
  blocked: boolean;
  /** False: a certificate that would not be accepted does; null or left out: no word on it. */
  verifyTls?: boolean | null;
  change: number;
  removedAt: Date | null;
};

/** What holds for a pattern: the strictest of all that is said of it. Nothing is said: no pace, not blocked. */
export type MergedHostRule = {
  pattern: string;
  version: number;
  pace: Pace | null;
  blocked: boolean;
  /** Left out: no word on it. */
  verifyTls?: boolean;
};

/** One rule per pattern: the longest delay, the fewest at once, blocked or verified if anybody says so; numbered by the last change. */
export function mergeHostRules(rows: Iterable<StoredHostRule>): MergedHostRule[] {
  const merged = new Map<string, MergedHostRule>();
  for (const { pattern, pace, blocked, verifyTls, change, removedAt } of rows) {
    const rule = merged.get(pattern) ?? { pattern, version: 0, pace: null, blocked: false };
    rule.version = Math.max(rule.version, change);
    if (removedAt === null) {
      rule.blocked ||= blocked;
      if (verifyTls != null) rule.verifyTls = verifyTls || (rule.verifyTls ?? false);
      if (pace !== null) rule.pace = stricterPace(rule.pace, paceSchema.parse(pace));
    }
    merged.set(pattern, rule);
  }
  return [...merged.values()];
}
