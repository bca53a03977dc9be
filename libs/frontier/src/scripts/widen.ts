import { defineScript } from '../script.ts';

export const widen = defineScript('widen', {
  args: ['run', 'least', 'most'],
  each: ['place'],
  use: ['clock', 'runs'],
  read: (reply) => reply as number,
});
