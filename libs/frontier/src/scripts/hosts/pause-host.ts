import { defineScript } from '../../script.ts';

export const pauseHost = defineScript(import.meta.url, {
  args: ['host', 'run', 'version', 'paused'],
  use: ['clock', 'runs/runs', 'hosts/hosts', 'hosts/places', 'hosts/loosen', 'hosts/words'],
  read: (reply) => ({ applied: reply === 1 }),
});
