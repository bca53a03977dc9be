import { defineScript } from '../../script.ts';

export const widen = defineScript(import.meta.url, {
  args: ['run', 'least', 'most'],
  each: ['place'],
  use: ['clock', 'runs/runs'],
  read: (reply) => reply as number,
});
