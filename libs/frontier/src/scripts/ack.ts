import { defineScript } from '../script.ts';

export const ack = defineScript('ack', { args: [], each: ['id'], use: [], read: (reply) => reply as number });
