import { defineScript } from '../../script.ts';

export const forget = defineScript(import.meta.url, {
  args: ['run', 'upTo', 'most'],
  use: ['clock', 'runs/runs', 'hosts/hosts', 'hosts/places', 'runs/removal'],
  read: (reply) => ({ left: reply === 1 }),
});
