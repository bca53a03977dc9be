import { isRedisSlow } from '../../window/fleet.ts';
import type { Rule } from '../rule.ts';
import { heldWorkers, inWords, pauseJob, span, unclaimed, unclaimedFor } from '../words.ts';

export const recorder: Rule = {
  cause: 'RECORDER',
  kind: 'fault',
  about:
    'Outcomes are not committed to Postgres: no conductor records, or it is too slow. Once their stream is full nothing is claimed.',
  signs: [
    {
      name: 'recorder does not get on',
      unit: 'ms',
      normal: [0, 3000],
      read: ({ recorderStuckMs }) => recorderStuckMs,
    },
    {
      name: 'oldest outcome',
      unit: 'ms',
      normal: [0, 5000],
      read: ({ last }) => last.recorder.oldestMs,
      shown: true,
    },
    {
      name: 'outcomes that wait',
      unit: 'entries',
      normal: [0, 10_000],
      read: ({ last }) => last.recorder.length,
      shown: true,
    },
    unclaimedFor('RECORDER'),
  ],
  share: (view) =>
    Math.max(
      view.share('RECORDER'),
      view.last.recorder.length / Math.max(1, view.last.recorder.length + view.waiting),
    ),
  holds: (view) => {
    const { oldestMs } = view.last.recorder;
    // A commit takes seconds on a busy machine. A recorder that is too slow gets on, ever later; who has only begun to look sees how old the oldest is.
    const stuck =
      (view.recorderStuckMs >= 3500 && oldestMs >= 4000) ||
      (view.recorderStuckMs >= 1000 && oldestMs >= 20_000) ||
      oldestMs >= 40_000;
    // It reads from Redis as well: where that is slow, it is not the recorder that is.
    return (stuck && !isRedisSlow(view.fleet)) || unclaimed(view, 'RECORDER') > 0.2 ? 'yes' : 'no';
  },
  sentence: (view) =>
    `Nothing is recorded: ${inWords(view.last.recorder.length)} outcomes wait for a conductor, the oldest for ${span(view.last.recorder.oldestMs)}.`,
  advice:
    'Look whether a conductor runs (trunkline doctor), and whether Postgres is well. Nothing is lost: what waits is recorded later.',
  action: (view) => pauseJob(view, 'Pause the job until it is recorded'),
  workers: (view) => heldWorkers(view, 'RECORDER'),
};
