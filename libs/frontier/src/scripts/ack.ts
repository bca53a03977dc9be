import { defineScript } from '../script.ts';

export const ack = defineScript('ack', {
  args: [],
  each: ['id', 'bytes'],
  use: ['clock'],
  read: (reply) => reply as number,
});
