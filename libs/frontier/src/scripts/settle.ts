import { defineScript } from '../script.ts';

export const settle = defineScript('settle', {
  args: ['session', 'settleId', 'turn', 'part', 'runs'],
  each: [
    'run',
    'records',
    'token',
    'host',
    'startedAfter',
    'outcome',
    'next',
    'delay',
    'signal',
    'retryAfter',
    'bytes',
    'recordOf',
    'rules',
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
