import { defineScript } from '../script.ts';

/** `other`: what is in this Redis was written by another version, or for another number of shards. */
export type Arrival = { epoch: number } | { other: { format: string; shards: string } };

export const arrive = defineScript(import.meta.url, {
  args: ['server', 'format', 'shards', 'seen'],
  use: ['clock'],
  founds: true,
  read: (reply): Arrival => {
    const [epoch, format = '', shards = ''] = reply as [number, string?, string?];
    return epoch < 0 ? { other: { format, shards } } : { epoch };
  },
});
