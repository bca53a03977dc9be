import { defineScript } from '../../script.ts';

export const setRule = defineScript(import.meta.url, {
  args: ['pattern', 'version', 'delay', 'conc', 'text'],
  use: ['clock', 'runs', 'hosts', 'places', 'loosen', 'words'],
  read: (reply) => ({ applied: reply === 1 }),
});
