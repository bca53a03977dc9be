import { defineScript } from '@trunkline/redis';

export const appendEventsScript = defineScript(import.meta.url, {
  keys: ['log', 'counts', 'logs'],
  args: ['channel', 'run', 'most', 'seconds', 'bytes', 'all'],
  each: ['event'],
  read: (reply) => reply as number,
});
