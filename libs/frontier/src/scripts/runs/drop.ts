import { defineScript } from '../../script.ts';

export const drop = defineScript(import.meta.url, {
  args: ['run', 'reason', 'most'],
  use: ['clock', 'runs', 'hosts', 'places', 'told', 'outcomes', 'removal'],
  read: (reply) => {
    const [dropped, left] = reply as [number, number];
    return { dropped, left: left === 1 };
  },
});
