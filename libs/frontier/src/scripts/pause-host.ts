import { defineScript } from '../script.ts';

export const pauseHost = defineScript('pause-host', {
  args: ['host', 'run', 'version', 'paused'],
  use: ['clock', 'runs', 'hosts', 'places', 'loosen', 'words'],
  read: (reply) => ({ applied: reply === 1 }),
});
