import { defineScript } from '../../script.ts';

export const cancelHost = defineScript(import.meta.url, {
  args: ['host', 'run', 'reason', 'cursor', 'most'],
  use: ['clock', 'runs', 'hosts', 'places', 'told', 'outcomes', 'loosen'],
  read: (reply) => {
    const [dropped, cursor] = reply as [number, string];
    return { dropped, cursor };
  },
});
