import { defineScript } from '../script.ts';

export const renew = defineScript('renew', {
  args: ['session', 'leaseMs'],
  use: ['clock'],
  read: (reply) => ({ lost: reply === 0 }),
});
