import { defineScript } from '../../script.ts';

export const releaseRecorders = defineScript(import.meta.url, {
  args: ['self', 'gone'],
  use: [],
  read: (reply) => reply as number,
});
