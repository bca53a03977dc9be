import { defineScript } from '@trunkline/redis';

export const changeStateScript = defineScript(new URL('./change-state.lua', import.meta.url), {
  keys: ['log', 'counts'],
  args: ['channel', 'run', 'most', 'seconds', 'version', 'state', 'at'],
  read: (reply) => reply === 1,
});
