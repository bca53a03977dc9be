import { defineScript } from '@trunkline/redis';

export const charge = defineScript(import.meta.url, {
  keys: ['bucket'],
  args: ['cost', 'least', 'rate', 'most'],
  read: (reply) => {
    const [granted, left] = reply as [number, number];
    return { granted: granted === 1, left };
  },
});
