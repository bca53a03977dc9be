import type { RunCounters } from '@trunkline/frontier';
import { builder } from '../kit/builder.ts';

const counters = {
  accepted: 'URLs taken into the run: known, in scope, within its limits.',
  finished: 'URLs that are over, whatever the outcome. The run is done when this equals `accepted`.',
  waiting: 'URLs in a queue of their host.',
  delayed: 'URLs put back until a time.',
  inFlight: 'URLs handed to a worker and not settled.',
  dead: 'URLs given up, kept with their reason.',
  dropped: 'URLs never visited because the run was cancelled or its budget spent.',
  bytes: 'Body bytes on the wire.',
  hosts: 'Hosts that have waiting URLs.',
  known: 'Discovered links that were known already.',
  refusedAtEnqueue: 'Discovered links refused by depth or budget.',
  fetched: 'Visits that brought a response to keep.',
  notModified: 'Visits answered with 304.',
  redirected: 'Visits answered with a redirect; its target is a URL of its own.',
  refused: 'Visits not made or not kept: robots, address, scope, content type, trap.',
  throttled: 'Visits answered with 429 or 503.',
  failed: 'Visits that failed; some are tried again.',
} as const satisfies Record<keyof RunCounters, string>;

export const RunCountersType = builder.objectRef<RunCounters>('RunCounters').implement({
  description: 'Counters of a run, moved by the same atomic scripts that move its URLs.',
  fields: (t) =>
    Object.fromEntries(
      Object.entries(counters).map(([name, description]) => [
        name,
        t.field({
          type: 'Long',
          description,
          resolve: (values) => values[name as keyof RunCounters],
        }),
      ]),
    ),
});
