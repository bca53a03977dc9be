import { defineScript } from '../../script.ts';

export const open = defineScript(import.meta.url, {
  args: ['session', 'leaseMs'],
  use: ['clock'],
  read: (reply) => reply as number,
});
