import { setImmediate as socketsRead } from 'node:timers/promises';
import { LocalFault } from '@trunkline/policy';
import type { Bodies } from '../body/collect.ts';
import type { Connection } from '../connect/connections.ts';
import { isConfirmed } from '../queue/confirm.ts';
import { notNow } from '../queue/until-start.ts';
import { Ended } from '../visit.ts';
import type { Deadlines } from './deadlines.ts';
import { type Ask, Exchange } from './exchange.ts';
import type { Head } from './head.ts';

/** A response whose body is on its way. */
export type Response = { head: Head; exchange: Exchange; connection: Connection };

export type AskParts = {
  deadlines: Deadlines;
  bodies: Bodies;
  /** A new connection in place of one that was closed under the request. */
  reconnect(): Promise<Connection | Ended>;
  give(connection: Connection): void;
  drop(connection: Connection): void;
  distrust(connection: Connection): void;
};

/**
 * Writes the request and waits for the headers. A kept connection that turns out to be closed is replaced once by a new
 * one. Was the request written before that showed, the host was asked: the claim goes back, and waits its delay.
 */
export async function ask(question: Ask, first: Connection, parts: AskParts): Promise<Response | Ended> {
  const { visit, place, target, headers, mayStart } = question;
  let connection = first;
  for (let tries = 0; ; tries++) {
    if (!(await isConfirmed(visit))) {
      parts.give(connection);
      throw notNow(visit);
    }
    // More than one request of the host may be out: what it has answered while this process was busy is read first, so
    // that a 429 which waits in a socket is heard before another request is written.
    if (Number.isFinite(visit.latestStart)) await socketsRead();
    const late = performance.now() > visit.latestStart;
    if (visit.signal.aborted || !mayStart(visit.host) || late) {
      parts.give(connection);
      if (!late) throw notNow(visit);
      throw new LocalFault('LATE', `${visit.url} was not started: its time was over before it was connected`);
    }
    const exchange = new Exchange(question, connection, parts.deadlines, parts.bodies);
    connection.client.dispatch({ method: 'GET', path: target, headers }, exchange);
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
    if (visit.wroteRequestAt !== null) {
      parts.distrust(connection);
      throw new LocalFault('CONNECTION_GONE', `${visit.url}: its connection was closed as it was asked`);
    }
    if (tries > 0)
      throw new LocalFault('CONNECTION_GONE', `${place.origin}: a new connection was closed before use`);
    const again = await parts.reconnect();
    if (again instanceof Ended) return again;
    connection = again;
  }
}
