import { defineScript } from '../../script.ts';
import type { EnqueueResult } from '../../types/urls.ts';

export const enqueue = defineScript(import.meta.url, {
  args: ['run', 'parents', 'groups', 'prints', 'entries', 'maxBacklog', 'maxBytes'],
  use: ['clock', 'told', 'runs/runs', 'hosts/hosts', 'hosts/places', 'limits/budgets', 'runs/seen'],
  refusedWhenFull: true,
  read: (reply): EnqueueResult | 'lags' => {
    const [accepted, known = 0, refused = 0] = reply as [number, number?, number?];
    return accepted < 0 ? 'lags' : { accepted, known, refused };
  },
});
