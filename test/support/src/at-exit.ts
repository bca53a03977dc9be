/**
 * Runs when this test process has nothing left to do, last registered first. (`after` of node:test would run at
 * the end of whichever test happened to ask first.) `now` is for a process that is ended early.
 */
export function atExit(close: () => Promise<void>, now: () => void = () => undefined): void {
  if (closers.length === 0) {
    process.once('beforeExit', closeAll);
    process.once('SIGTERM', () => process.exit(143));
    process.once('exit', () => {
      for (const closer of closers.splice(0).reverse()) closer.now();
    });
  }
  closers.push({ close, now });
}

const closers: { close: () => Promise<void>; now: () => void }[] = [];

async function closeAll() {
  for (let closer = closers.pop(); closer; closer = closers.pop()) await closer.close();
}
