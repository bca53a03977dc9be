import { isRedisSlow, SLOW_REDIS_MS } from '../../window/fleet.ts';
import type { RunView } from '../../window/run-view.ts';
import { partOf } from '../../window/split.ts';
import type { Rule } from '../rule.ts';
import { heldWorkers, pauseJob, percent, span, timeIn, unclaimed, unclaimedFor, waits } from '../words.ts';

const ofRedis = ({ stages }: RunView) => partOf(stages);

export const redis: Rule = {
  cause: 'REDIS',
  kind: 'fault',
  about: 'Redis answers slowly or not at all: claims and settles wait for it.',
  signs: [
    {
      name: 'round trip of Redis',
      unit: 'ms',
      normal: [0, SLOW_REDIS_MS],
      read: ({ fleet }) => fleet.redisMs,
    },
    unclaimedFor('REDIS', 'NO_SESSION'),
    { name: 'time of visits', unit: '%', normal: [0, 50], read: (view) => ofRedis(view) * 100 },
    timeIn('settle', 1000, { shown: true }),
  ],
  holds: (view) =>
    (isRedisSlow(view.fleet) &&
      (view.share('REDIS') >= 0.05 || (ofRedis(view) >= 0.5 && view.fleet.redisMs > 2 * SLOW_REDIS_MS))) ||
    unclaimed(view, 'REDIS', 'NO_SESSION') > 0.2
      ? 'yes'
      : 'no',
  openAfterMs: 1500,
  sentence: (view) =>
    `${waits(view, 'REDIS')} for Redis: it answers after ${span(view.fleet.redisMs)} (normally less than 50 ms), which is ${percent(ofRedis(view))} of the time of visits.`,
  advice:
    'Look at the machine of Redis and the way to it: CPU, memory, a slow disk under its append-only file (trunkline doctor).',
  action: (view) => pauseJob(view, 'Pause the job until Redis is well'),
  workers: (view) => heldWorkers(view, 'REDIS', 'NO_SESSION'),
};
