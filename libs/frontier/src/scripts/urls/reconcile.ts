import { defineScript } from '../../script.ts';

export const reconcile = defineScript(import.meta.url, {
  args: ['run'],
  each: ['host', 'print', 'domain', 'place', 'ends', 'bytes'],
  use: ['clock', 'runs/runs', 'hosts/hosts', 'limits/budgets', 'runs/seen'],
  refusedWhenFull: true,
  read: (reply) => {
    const [missing, waiting, known] = reply as [number, number, number];
    return missing < 0 ? null : { missing, waiting, known };
  },
});
