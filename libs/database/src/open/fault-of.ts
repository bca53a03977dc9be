import pg from 'pg';

/**
 * `away`: the connection was lost or refused, whatever was asked. `data`: what was written, and it would fail again. `busy`: all else, of
 * which nobody can tell from one failure whose fault it is (locks, deadlocks, a full disk, rights, a schema of another version).
 */
export type Fault = 'away' | 'busy' | 'data';

/** Classes of SQLSTATE: connections, rights to connect, and shutdown or too many of them. */
const AWAY = /^(08|28|3D|57P|53300)/;
/** Data, integrity, limits (an index row too large), checks of views, and what triggers raise. */
const DATA = /^(21|22|23|27|44|54|P0)/;
/** Two wrote the same at once. */
const UNIQUE = '23505';
/** Of a constraint, or of a partition that is not there: that has no name. */
const CHECK = '23514';

/** Whose fault it is that Postgres refused a statement, or that it could not be built. */
export function faultOf(error: unknown): Fault {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof pg.DatabaseError) {
    const { code = '', severity } = cause;
    // The server names its severities in its own language; of an error the connection survives, whatever its code.
    if (severity === 'FATAL' || severity === 'PANIC' || (severity !== 'ERROR' && AWAY.test(code)))
      return 'away';
    const isElsewhere = code === UNIQUE || (code === CHECK && cause.constraint === undefined);
    return DATA.test(code) && !isElsewhere ? 'data' : 'busy';
  }
  // What rows were made of is no row: thrown before anything was sent.
  const ours = cause instanceof TypeError || cause instanceof RangeError || cause instanceof SyntaxError;
  return ours ? 'data' : 'away';
}
