import { defineScript } from '../script.ts';

export const open = defineScript('open', {
  args: ['session', 'leaseMs'],
  use: ['clock'],
  read: (reply) => reply as number,
});
