import { defineScript } from '../../script.ts';
import type { EnqueueResult } from '../../types/urls.ts';

/** What a shard lacks of the limits of URLs and hosts (lib/limits/growth.lua). */
export type Needs = { runUrls: number; projectUrls: number; runHosts: number; projectHosts: number };

export const enqueue = defineScript(import.meta.url, {
  args: ['run', 'parents', 'groups', 'prints', 'entries', 'maxBacklog', 'maxBytes', 'portions', 'given'],
  use: [
    'clock',
    'told',
    'runs/runs',
    'hosts/hosts',
    'hosts/places',
    'limits/budgets',
    'runs/seen',
    'limits/growth',
  ],
  refusedWhenFull: true,
  read: (reply): EnqueueResult | 'lags' | { needs: Needs } => {
    const [accepted, known = 0, refused = 0, runHosts = 0, projectHosts = 0] = reply as [number, ...number[]];
    if (accepted === -2) return { needs: { runUrls: known, projectUrls: refused, runHosts, projectHosts } };
    return accepted < 0 ? 'lags' : { accepted, known, refused };
  },
});
