import { defineScript } from '../../script.ts';

export const loosen = defineScript(import.meta.url, {
  args: ['most'],
  use: ['clock', 'runs/runs', 'hosts/hosts', 'hosts/places', 'hosts/loosen'],
  read: (reply) => ({ more: reply === 1 }),
});
