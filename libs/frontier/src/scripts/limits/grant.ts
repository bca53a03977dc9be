import { defineScript } from '../../script.ts';

/** Portions of limits of URLs and hosts (grant.lua); `enough`: what was needed was given. */
export const grant = defineScript(import.meta.url, {
  args: ['run', 'shard', 'shards', 'runUrls', 'projectUrls', 'runHosts', 'projectHosts'],
  use: ['clock', 'runs/runs'],
  read: (reply): { enough: boolean; portions: number[] } => {
    const [enough, ...portions] = reply as number[];
    return { enough: enough === 1, portions };
  },
});
