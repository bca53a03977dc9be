import { defineScript } from '../../script.ts';

export const heard = defineScript(import.meta.url, {
  args: ['session'],
  use: ['clock'],
  read: (reply) => ({ pardoned: reply as number }),
});
