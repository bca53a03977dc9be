import { defineScript } from '../script.ts';

/** What one shard knows of a run's size. */
export type ShardSize = { state: string; numbers: Map<string, number> };

export const size = defineScript('size', {
  args: ['run'],
  use: [],
  read: (reply): ShardSize | null => {
    const flat = reply as string[];
    if (flat.length === 0) return null;
    const numbers = new Map<string, number>();
    let state = '';
    for (let i = 0; i < flat.length; i += 2) {
      if (flat[i] === 'state') state = flat[i + 1] ?? '';
      else numbers.set(flat[i] ?? '', Number(flat[i + 1]));
    }
    return { state, numbers };
  },
});
