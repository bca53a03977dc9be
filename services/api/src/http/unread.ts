import type { ServerResponse } from 'node:http';

const LOOK_MS = 250;

/**
 * Bounds what waits in memory for the readers of all answers: beyond `mostBytes` the one with most waiting is cut off, until it is
 * less. Each may be slow for a while; all of them together may not take the memory of the process.
 */
export function createUnread(mostBytes: number) {
  const open = new Set<ServerResponse>();

  function look(): void {
    let total = 0;
    for (const { writableLength } of open) total += writableLength;
    while (total > mostBytes) {
      const [most] = [...open].sort((a, b) => b.writableLength - a.writableLength);
      total -= most!.writableLength;
      open.delete(most!);
      most!.destroy();
    }
  }
  const timer = setInterval(look, LOOK_MS).unref();

  return {
    watch(response: ServerResponse): void {
      open.add(response);
      response.once('close', () => open.delete(response));
    },
    close: () => clearInterval(timer),
  };
}
