import { defineScript } from '../../script.ts';

export const drop = defineScript(import.meta.url, {
  args: ['run', 'reason', 'most'],
  use: ['clock', 'runs/runs', 'hosts/hosts', 'hosts/places', 'told', 'outcomes', 'runs/removal'],
  read: (reply) => {
    const [dropped, left] = reply as [number, number];
    return { dropped, left: left === 1 };
  },
});
