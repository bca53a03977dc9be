import { defineScript } from '../../script.ts';

export const keepCookies = defineScript(import.meta.url, {
  args: ['run', 'host', 'count', 'bytes', 'jars', 'ttl'],
  each: ['key', 'value'],
  use: ['clock', 'runs/runs'],
  read: (reply) => reply as number,
});
