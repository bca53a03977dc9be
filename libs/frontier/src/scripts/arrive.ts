import { defineScript } from '../script.ts';

export const arrive = defineScript('arrive', {
  args: ['server'],
  use: ['clock'],
  read: (reply) => reply as number,
});
