import { defineScript } from '../../script.ts';

export const ack = defineScript(import.meta.url, {
  args: [],
  each: ['id', 'bytes'],
  use: ['clock'],
  read: (reply) => reply as number,
});
