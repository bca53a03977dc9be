/** What of a socket is needed to read it later. */
export type Paused = { pause(): unknown; resume(): unknown };

/**
 * Large bodies together are read at so many bytes a tick and no faster, ms: 64 MB a second. Each MiB costs milliseconds of hashing and
 * writing to its file, and what dozens of servers on good lines send at once would keep all other visits waiting for seconds.
 */
const TICK_MS = 10;
const PER_TICK = 640 << 10;
/** What a socket brings at once when it goes on. */
const AT_ONCE = 64 << 10;

/**
 * Holds back who sends large bodies. A socket that is not read keeps what the kernel has taken, as on a slower line; only one that is
 * reset meanwhile loses that.
 */
export function createReadingPace() {
  const paused = new Set<Paused>();
  let level = 0;
  let ticker: NodeJS.Timeout | null = null;

  function tick(): void {
    level = Math.max(0, level - PER_TICK);
    let left = Math.ceil((PER_TICK - level) / AT_ONCE);
    for (const socket of paused) {
      if (left-- <= 0) break;
      paused.delete(socket);
      socket.resume();
    }
    if (level > 0 || paused.size > 0 || !ticker) return;
    clearInterval(ticker);
    ticker = null;
  }

  /** A socket has brought so many bytes of a large body: beyond what may come, the next ones are read later. */
  return function took(socket: Paused, bytes: number): void {
    level += bytes;
    ticker ??= setInterval(tick, TICK_MS);
    if (level <= PER_TICK) return;
    socket.pause();
    paused.add(socket);
  };
}
