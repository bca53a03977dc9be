import { defineScript } from '../../script.ts';

export const cancelHost = defineScript(import.meta.url, {
  args: ['host', 'run', 'reason', 'cursor', 'most'],
  use: ['clock', 'runs/runs', 'hosts/hosts', 'hosts/places', 'told', 'outcomes', 'hosts/loosen'],
  read: (reply) => {
    const [dropped, cursor] = reply as [number, string];
    return { dropped, cursor };
  },
});
