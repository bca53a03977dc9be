import { type FingerprintKey, fingerprintKey } from '@trunkline/web/url';
import type { Frontier } from '../../types.ts';

const KEYS_CACHED = 1000;

/** The key of a run's fingerprints; null when the run is not known. */
export type KeyOf = (run: string) => Promise<FingerprintKey | null>;

/** It follows from the run's id, which never changes: asked for once. */
export function createKeyOf(runConfig: Frontier['runConfig']): KeyOf {
  const keys = new Map<string, FingerprintKey>();

  return async (run) => {
    const cached = keys.get(run);
    if (cached) return cached;
    const found = await runConfig(run);
    if (!found) return null;
    if (keys.size >= KEYS_CACHED) keys.clear();
    const key = fingerprintKey(found.config.runId);
    keys.set(run, key);
    return key;
  };
}
