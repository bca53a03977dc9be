import type { Rule } from '../rule.ts';
import { bytes, found, inWords, pauseJob, unclaimed, unclaimedFor } from '../words.ts';

export const redisFull: Rule = {
  cause: 'REDIS_FULL',
  kind: 'fault',
  about: 'Redis has as much memory as it may: it takes no new URLs, while what it knows goes on.',
  signs: [
    {
      name: 'memory of Redis',
      unit: '%',
      normal: [0, 90],
      read: ({ last: { redis } }) => (redis.maxBytes ? (redis.usedBytes / redis.maxBytes) * 100 : null),
      shown: true,
    },
    unclaimedFor('REDIS_FULL'),
  ],
  share: (view) => Math.max(view.share('REDIS_FULL'), found(view) / Math.max(1, found(view) + view.waiting)),
  holds: (view) =>
    view.last.redis.full ||
    view.fleet.workers.some(({ discovery }) => discovery.heldBy === 'REDIS_FULL') ||
    unclaimed(view, 'REDIS_FULL') > 0.2
      ? 'yes'
      : 'no',
  sentence: (view) => {
    const { usedBytes, maxBytes } = view.last.redis;
    const room = maxBytes === null ? bytes(usedBytes) : `${bytes(usedBytes)} of ${bytes(maxBytes)}`;
    return `Redis is full (${room}): ${inWords(found(view))} links that were found wait at the workers, and no new URL is taken.`;
  },
  advice: 'Give Redis more memory (maxmemory), or cancel runs that know many URLs.',
  action: (view) => pauseJob(view, 'Pause the job until there is room'),
  workers: (view) =>
    view.fleet.workers.filter(({ discovery }) => discovery.heldBy === 'REDIS_FULL').map(({ name }) => name),
};
