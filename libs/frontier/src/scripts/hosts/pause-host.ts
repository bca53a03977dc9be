import { defineScript } from '../../script.ts';

export const pauseHost = defineScript(import.meta.url, {
  args: ['host', 'run', 'version', 'paused'],
  use: ['clock', 'runs', 'hosts', 'places', 'loosen', 'words'],
  read: (reply) => ({ applied: reply === 1 }),
});
