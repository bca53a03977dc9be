import { defineScript } from '../../script.ts';

export const loosen = defineScript(import.meta.url, {
  args: ['most'],
  use: ['clock', 'runs', 'hosts', 'places', 'loosen'],
  read: (reply) => ({ more: reply === 1 }),
});
