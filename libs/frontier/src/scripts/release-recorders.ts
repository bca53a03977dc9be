import { defineScript } from '../script.ts';

export const releaseRecorders = defineScript('release-recorders', {
  args: ['self', 'gone'],
  use: [],
  read: (reply) => reply as number,
});
