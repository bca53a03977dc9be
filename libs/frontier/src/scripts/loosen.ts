import { defineScript } from '../script.ts';

export const loosen = defineScript('loosen', {
  args: ['most'],
  use: ['clock', 'runs', 'hosts', 'places', 'loosen'],
  read: (reply) => ({ more: reply === 1 }),
});
