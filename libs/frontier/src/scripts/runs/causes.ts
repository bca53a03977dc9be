import { defineScript } from '../../script.ts';
import type { Cause } from '../../types/runs.ts';

/** Of one shard and group of hosts: how many there are, how many were looked at, and what their URLs wait for. */
export type GroupOfHosts = {
  whole: Cause | null;
  waiting: number;
  hosts: number;
  looked: number;
  found: { cause: Cause; urls: number; squares: number }[];
};

export const causes = defineScript(import.meta.url, {
  args: ['run', 'group', 'most'],
  use: ['clock', 'runs/runs', 'hosts/hosts'],
  read: (reply): GroupOfHosts | null => {
    const [whole, waiting = 0, hosts = 0, looked = 0, ...rest] = reply as [string?, ...number[]];
    if (whole === undefined) return null;
    const found: GroupOfHosts['found'] = [];
    for (let i = 0; i < rest.length; i += 3) {
      const [cause, urls, squares] = rest.slice(i, i + 3) as unknown as [Cause, number, string];
      found.push({ cause, urls, squares: Number(squares) });
    }
    return { whole: (whole || null) as Cause | null, waiting, hosts, looked, found };
  },
});
