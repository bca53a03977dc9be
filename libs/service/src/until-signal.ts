/** Ctrl-C reaches a process from its terminal and again from the process that started it: one wish, two signals. */
const ONE_WISH_MS = 1000;

/**
 * Resolves when this process is asked to end: SIGTERM, SIGINT, SIGHUP, or the launcher that started it with a
 * channel is gone (its own end closes the channel, kill -9 included). Asked again later, the process ends at once.
 */
export function untilSignal(): Promise<string> {
  return new Promise((resolve) => {
    let firstAt: number | null = null;
    const onSignal = (signal: NodeJS.Signals) => {
      if (firstAt !== null && performance.now() - firstAt > ONE_WISH_MS) process.exit(1);
      firstAt ??= performance.now();
      resolve(signal);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
    process.on('SIGHUP', onSignal);
    if (process.connected) {
      process.channel?.unref();
      process.once('disconnect', () => resolve('the launcher is gone'));
    }
  });
}
