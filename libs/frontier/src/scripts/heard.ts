import { defineScript } from '../script.ts';

export const heard = defineScript('heard', {
  args: ['session'],
  use: ['clock'],
  read: (reply) => ({ pardoned: reply as number }),
});
