import { defineScript } from '../../script.ts';

/** What one shard knows of a run's size. */
export type ShardSize = { state: string; numbers: Map<string, number> };

export const size = defineScript(import.meta.url, {
  args: [],
  each: ['run'],
  use: [],
  read: (reply) => (reply as string[][]).map(readSize),
});

function readSize(flat: string[]): ShardSize | null {
  if (flat.length === 0) return null;
  const numbers = new Map<string, number>();
  let state = '';
  for (let i = 0; i < flat.length; i += 2) {
    if (flat[i] === 'state') state = flat[i + 1] ?? '';
    else numbers.set(flat[i] ?? '', Number(flat[i + 1]));
  }
  return { state, numbers };
}
