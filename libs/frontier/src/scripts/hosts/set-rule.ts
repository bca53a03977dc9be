import { defineScript } from '../../script.ts';

export const setRule = defineScript(import.meta.url, {
  args: ['pattern', 'version', 'delay', 'conc', 'text'],
  use: ['clock', 'runs/runs', 'hosts/hosts', 'hosts/places', 'hosts/loosen', 'hosts/words'],
  read: (reply) => ({ applied: reply === 1 }),
});
