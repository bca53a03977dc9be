import { defineScript } from '../index.ts';

export const push = defineScript(import.meta.url, {
  keys: ['list'],
  args: ['first'],
  each: ['more'],
  build: (own) => `local function head() return ARGV[1] end\n${own}`,
  read: (reply) => ({ length: reply as number }),
});
