import { defineScript } from '../../script.ts';

export const settle = defineScript(import.meta.url, {
  args: ['session', 'settleId', 'turn', 'part', 'items'],
  each: ['run', 'records'],
  use: [
    'clock',
    'runs/runs',
    'hosts/hosts',
    'hosts/places',
    'limits/budgets',
    'claims/plain',
    'told',
    'outcomes',
    'claims/claims',
    'hosts/robots',
    'hosts/trouble',
  ],
  read: (reply): { settled: number; stale: string[] } => {
    const [settled, ...stale] = reply as [number, ...string[]];
    return { settled, stale };
  },
});
