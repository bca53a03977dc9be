import { defineScript } from '../script.ts';

export const keepCookies = defineScript('keep-cookies', {
  args: ['run', 'host', 'count', 'bytes', 'jars', 'ttl'],
  each: ['key', 'value'],
  use: ['clock', 'runs'],
  read: (reply) => reply as number,
});
