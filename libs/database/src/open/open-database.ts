import type { AsyncLocalStorage } from 'node:async_hooks';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { relations } from '../relations.ts';
import { cancelQueries } from './cancel-queries.ts';
import { tryAgain } from './try-again.ts';

/**
 * Opens a pool on a Postgres URL. Connects on first use; `close` ends every connection. With `signals` a query is cancelled when
 * the signal aborts that is in force where it was asked. A transaction in which nothing is said for `idleMs` is ended by the server: a
 * process that was stopped in the middle of one holds its rows no longer. One that collides with another begins anew (`tryAgain`).
 */
export function openDatabase(
  url: string,
  options: {
    max?: number;
    idleMs?: number;
    onIdleError?: (error: Error) => void;
    signals?: AsyncLocalStorage<AbortSignal>;
  } = {},
) {
  const pool = new pg.Pool({
    connectionString: withoutJit(url),
    max: options.max ?? 10,
    connectionTimeoutMillis: 10_000,
    ...(options.idleMs && { idle_in_transaction_session_timeout: options.idleMs }),
  });
  // A connection that the server ends (restart, fail-over) is replaced on next use, and a query it had fails by itself. But
  // it also emits `error`: on the pool when idle, on the client between two queries of a transaction. Without a listener
  // either would end the process.
  const onError = (error: Error) => options.onIdleError?.(error);
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  const db = tryAgain(drizzle({ client: pool, relations }));
  const cancels = options.signals && cancelQueries(pool, withoutJit(url), options.signals);
  const close = async () => {
    await pool.end();
    await cancels?.close();
  };
  return { db, pool, close };
}

export type OpenDatabase = ReturnType<typeof openDatabase>;

/** What queries run on: the pool, or the transaction in hand. */
export type Database = OpenDatabase['db'];
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

/** Our statements are short: compiling one costs more than it saves (a search took 100 ms longer). */
function withoutJit(url: string): string {
  const parsed = new URL(url);
  const options = parsed.searchParams.get('options');
  if (!options?.includes('jit')) parsed.searchParams.set('options', `${options ?? ''} -c jit=off`.trim());
  return parsed.href;
}
