import { defineScript } from '../../script.ts';

export const known = defineScript(import.meta.url, {
  args: ['run'],
  each: ['print'],
  use: ['clock', 'runs/runs', 'runs/seen'],
  read: (reply) => (reply as number[]).map((answer) => answer === 1),
});
