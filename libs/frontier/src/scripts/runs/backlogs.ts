import { defineScript } from '../../script.ts';
import type { Backlog } from '../../types/runs.ts';

const FIELDS = 7;

export const backlogs = defineScript(import.meta.url, {
  args: ['run', 'most', 'offset'],
  each: ['host'],
  use: ['clock', 'runs/runs', 'hosts/hosts'],
  read: (reply): { hosts: number; looked: Backlog[] } | null => {
    const [hosts, ...flat] = reply as [number?, ...(string | number)[]];
    if (hosts === undefined) return null;
    return {
      hosts,
      looked: Array.from({ length: flat.length / FIELDS }, (_, i) => {
        const [host, ...numbers] = flat.slice(i * FIELDS, (i + 1) * FIELDS);
        const [waiting, delayMs, ownMs, concurrency, restMs, startedAgoMs] = numbers.map(Number);
        return {
          ...{ host: String(host), waiting: waiting!, delayMs: delayMs!, ownMs: ownMs! },
          ...{ concurrency: concurrency!, restMs: restMs! },
          startedAgoMs: startedAgoMs! < 0 ? null : startedAgoMs!,
        };
      }),
    };
  },
});
