import { defineScript } from '../../script.ts';

export const renew = defineScript(import.meta.url, {
  args: ['session', 'leaseMs'],
  use: ['clock'],
  read: (reply) => ({ lost: reply === 0 }),
});
