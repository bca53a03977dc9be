import { setImmediate as socketsRead } from 'node:timers/promises';
import { LocalFault } from '@trunkline/policy';
import { Ended } from '../../visit.ts';
import type { Bodies } from '../body/collect.ts';
import type { Connection } from '../connect/connections.ts';
import { isConfirmed, isCurrent } from '../queue/confirm.ts';
import { notNow } from '../queue/until-start.ts';
import type { Deadlines } from './deadlines.ts';
import { type Ask, Exchange } from './exchange.ts';
import type { Head } from './head.ts';

/** A response whose body is on its way. */
export type Response = { head: Head; exchange: Exchange; connection: Connection };

export type AskParts = {
  deadlines: Deadlines;
  bodies: Bodies;
  /** A new connection in place of one that was closed before the request. */
  reconnect(): Promise<Connection | Ended>;
  give(connection: Connection): void;
  drop(connection: Connection): void;
  distrust(connection: Connection): void;
};

/**
 * Writes the request and waits for the headers. A kept connection that turns out to be closed is replaced by a new one: nobody was
 * asked. Was the request written before that showed, the host was asked: the claim goes back uncharged, and waits its delay (a second
 * request at once, as RFC 9112 §9.3.1 allows, would be two within a delay).
 */
export async function ask(question: Ask, first: Connection, parts: AskParts): Promise<Response | Ended> {
  const { visit, place } = question;
  let connection = first;
  for (let tries = 0; !(await mayUse(question, connection, parts)); tries++) {
    parts.drop(connection);
    if (tries > 0)
      throw new LocalFault('CONNECTION_GONE', `${place.origin}: a new connection was closed before use`);
    const again = await parts.reconnect();
    if (again instanceof Ended) return again;
    connection = again;
  }
  const exchange = new Exchange(question, connection, parts.deadlines, parts.bodies);
  let answer: Awaited<typeof exchange.answer>;
  try {
    answer = await exchange.answer;
  } catch (fault) {
    parts.drop(connection);
    throw fault;
  }
  if (answer !== 'gone' && !(answer instanceof Ended)) return { head: answer, exchange, connection };
  parts.drop(connection);
  if (answer !== 'gone') return answer;
  parts.distrust(connection);
  throw new LocalFault('CONNECTION_GONE', `${visit.url}: its connection was closed as it was asked`);
}

/** Whether the connection is open in the moment in which the request may be written; rejects when none may be. */
async function mayUse({ visit, mayStart }: Ask, connection: Connection, parts: AskParts): Promise<boolean> {
  if (!(await isConfirmed(visit))) {
    parts.give(connection);
    throw notNow(visit);
  }
  // What the server has sent or done meanwhile is read first: that it closed the connection, or wrote what nobody asked for; and
  // where more than one request of the host may be out a 429 is heard before another request is written.
  if (connection.uses > 0 || Number.isFinite(visit.latestStart)) {
    // The first ends this turn of the event loop, which may have looked at its sockets already; the second one that looks again.
    await socketsRead();
    await socketsRead();
  }
  const now = performance.now();
  const late = now > visit.latestStart;
  if (late || visit.signal.aborted || !mayStart(visit.host) || !isCurrent(visit, now)) {
    parts.give(connection);
    if (!late) throw notNow(visit);
    throw new LocalFault('LATE', `${visit.url} was not started: its time was over before it was connected`);
  }
  return !connection.gone && !connection.socket.destroyed;
}
