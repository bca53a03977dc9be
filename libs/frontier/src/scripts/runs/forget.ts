import { defineScript } from '../../script.ts';

export const forget = defineScript(import.meta.url, {
  args: ['run', 'upTo', 'most'],
  use: ['clock', 'runs', 'hosts', 'places', 'removal'],
  read: (reply) => ({ left: reply === 1 }),
});
