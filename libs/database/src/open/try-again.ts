import { setTimeout } from 'node:timers/promises';

/** Times that a transaction is begun when another one was in its way. */
const TRIES = 6;
/** So long is waited before the second time at most, ms; longer before each further one. */
const WAIT_MS = 20;

/** Whether two transactions were in each other's way (SQLSTATE class 40: deadlocks, and what cannot be serialized): the same may pass again. */
export function isCollision(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && /^40.{3}$/.test(String(cause.code))) return true;
  return false;
}

type Transacts = { transaction(work: never, config?: never): Promise<unknown> };

/**
 * Lets every transaction of a database begin anew when it collides with another one: the one place where that is done. What a transaction
 * does beside the database must therefore bear to be done again.
 */
export function tryAgain<D extends Transacts>(db: D): D {
  const once = db.transaction.bind(db) as (...given: never[]) => Promise<unknown>;
  db.transaction = async (...given: never[]) => {
    for (let tries = 1; ; tries++) {
      try {
        return await once(...given);
      } catch (error) {
        if (tries === TRIES || !isCollision(error)) throw error;
        await setTimeout(Math.random() * WAIT_MS * 2 ** tries);
      }
    }
  };
  return db;
}
