import { defineScript } from '@trunkline/redis';

export const changeStateScript = defineScript(import.meta.url, {
  keys: ['log', 'counts'],
  args: ['channel', 'run', 'most', 'seconds', 'version', 'state', 'at'],
  read: (reply) => reply === 1,
});
