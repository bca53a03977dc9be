import { defineScript } from '../../script.ts';
import type { EnqueueResult } from '../../types/urls.ts';

export const retryDead = defineScript(import.meta.url, {
  args: ['run'],
  each: ['host', 'domain', 'print', 'attempts', 'entry'],
  use: ['clock', 'runs/runs', 'hosts/hosts', 'hosts/places', 'runs/seen'],
  refusedWhenFull: true,
  read: (reply): EnqueueResult => {
    const [accepted, known, refused] = reply as [number, number, number];
    return { accepted, known, refused };
  },
});
