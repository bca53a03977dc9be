import type { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

/**
 * Makes queries on a pool end with the signal in force where they are asked: when it aborts, the server is told to cancel what
 * runs for it, and what has not begun does not. Queries of a transaction are left alone, so that no commit is half told.
 */
export function cancelQueries(pool: pg.Pool, url: string, signals: AsyncLocalStorage<AbortSignal>) {
  // A pool of their own: that of the queries may be full of what is to be cancelled.
  const cancels = new pg.Pool({ connectionString: url, max: 2, idleTimeoutMillis: 10_000 });
  cancels.on('error', () => {}); // an idle connection that ends is replaced with the next use
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;

  async function cancellable(signal: AbortSignal, args: unknown[]): Promise<unknown> {
    signal.throwIfAborted();
    const client = await pool.connect();
    const cancelling: Promise<unknown>[] = [];
    const cancel = () => {
      const { processID } = client as unknown as { processID: number };
      // It runs to its own time limit when this fails.
      cancelling.push(cancels.query('select pg_cancel_backend($1)', [processID]).catch(() => {}));
    };
    try {
      signal.throwIfAborted();
      signal.addEventListener('abort', cancel, { once: true });
      return await (client.query as (...given: unknown[]) => Promise<unknown>)(...args);
    } finally {
      signal.removeEventListener('abort', cancel);
      // The next query of this connection must not be the one that is cancelled.
      await Promise.all(cancelling);
      client.release();
    }
  }

  pool.query = ((...args: unknown[]) => {
    const signal = signals.getStore();
    if (signal === undefined || typeof args.at(-1) === 'function') return query(...args);
    return cancellable(signal, args);
  }) as typeof pool.query;
  return { close: () => cancels.end() };
}
