import { defineScript } from '../../script.ts';

export const leaveOut = defineScript(import.meta.url, {
  args: ['run', 'omitted'],
  use: ['clock', 'runs/runs', 'told'],
  read: (reply) => reply as number,
});
