import { defineScript } from '../../script.ts';
import { joinUrl, parseEntry } from '../../stored/entry.ts';
import type { Cause, HostSample } from '../../types/runs.ts';

/** Of one shard and group of hosts: how many there are, how many were looked at, and what their URLs wait for. */
export type GroupOfHosts = {
  whole: Cause | null;
  waiting: number;
  hosts: number;
  looked: number;
  found: { cause: Cause | 'ROBOTS_LOST'; urls: number; squares: number; samples: HostSample[] }[];
};

export const causes = defineScript(import.meta.url, {
  args: ['run', 'group', 'most'],
  use: ['clock', 'runs/runs', 'hosts/hosts'],
  read: (reply): GroupOfHosts | null => {
    const [whole, waiting = 0, hosts = 0, looked = 0, ...rest] = reply as [string?, ...number[]];
    if (whole === undefined) return null;
    const found: GroupOfHosts['found'] = [];
    const words = rest.values() as unknown as Iterator<string | number>;
    const next = <T>() => words.next().value as T;
    const nextCause = () => next<GroupOfHosts['found'][number]['cause'] | undefined>();
    for (let cause = nextCause(); cause !== undefined; cause = nextCause()) {
      const [urls, squares, most] = [next<number>(), Number(next<string>()), next<number>()];
      const samples = Array.from({ length: most }, () => {
        const [host, waiting, entry] = [next<string>(), next<number>(), parseEntry(next<string>())];
        return { host, urls: waiting, url: joinUrl(host, entry.scheme, entry.path) };
      });
      found.push({ cause, urls, squares, samples });
    }
    return { whole: (whole || null) as Cause | null, waiting, hosts, looked, found };
  },
});
