import { defineScript } from '../script.ts';

export const settle = defineScript('settle', {
  args: ['session', 'settleId'],
  each: [
    'token',
    'host',
    'startedAfter',
    'outcome',
    'next',
    'delay',
    'signal',
    'retryAfter',
    'bytes',
    'record',
    'robots',
    'origin',
    'crawlDelay',
  ],
  use: ['clock', 'runs', 'hosts', 'places', 'outcomes', 'claims', 'trouble'],
  read: (reply): { settled: number; stale: string[] } => {
    const [settled, ...stale] = reply as [number, ...string[]];
    return { settled, stale };
  },
});
