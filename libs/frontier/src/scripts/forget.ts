import { defineScript } from '../script.ts';

export const forget = defineScript('forget', {
  args: ['run', 'upTo', 'most'],
  use: ['clock', 'runs', 'hosts', 'places', 'removal'],
  read: (reply) => ({ left: reply === 1 }),
});
