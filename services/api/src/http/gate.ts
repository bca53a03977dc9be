import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Keys } from '../auth/keys.ts';
import type { Budgets } from '../limits/cost/budget.ts';
import { placeMs, type RoomName, restCost } from '../limits/limits.ts';
import { rateLimited, refusal, suspended, unauthenticated } from '../limits/refusals.ts';
import { createReadingMemory, type ReadingMemory, type Turn } from '../limits/room/reading.ts';
import type { Room } from '../limits/room/room.ts';
import type { Context } from '../schema/kit/context.ts';
import { howToGet, may } from '../stores/changes/may.ts';
import type { Stores } from '../stores/create-stores.ts';
import type { Caller, KeyScope } from '../stores/values.ts';
import { respondRefusal } from './respond.ts';
import { ReaderGone } from './send.ts';

/** A request beside GraphQL that was let in: its place is free again when its response is over. */
export type Entered = {
  caller: Caller;
  stores: Stores;
  /** Aborts when whoever asked goes away. */
  signal: AbortSignal;
  /**
   * Asked before each step of what lasts: resolves while the key still opens this.
   * @throws UNAUTHENTICATED, FORBIDDEN
   */
  again(): Promise<void>;
  /** Takes what it has cost so far from the budget of its key; resolves when it may go on. */
  spend(cost: number): Promise<void>;
  /** Takes memory for bodies that it reads. */
  take: ReadingMemory['take'];
  /** Decoding is done in turns. */
  turn: Turn;
};

export type GateParts = {
  keys: Keys;
  contextOf: (caller: Caller) => Context;
  budgets: Budgets;
  rooms: Record<RoomName, Room>;
  /** Memory for stored bodies, of REST and GraphQL. */
  memory: Room;
  turn: Turn;
};

export type Gate = (
  request: IncomingMessage,
  response: ServerResponse,
  needs: { scope: KeyScope; room: RoomName },
) => Promise<Entered>;

/**
 * The one way in for requests beside GraphQL: a key that is good and has the scope, what it costs from the same budget as GraphQL,
 * and a place among those of its kind.
 * @throws UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED, UNAVAILABLE
 */
export function createGate({ keys, contextOf, budgets, rooms, memory, turn }: GateParts) {
  /** How to end what each key has going. */
  const going = new Map<string, Set<() => void>>();

  function watch(keyId: string, response: ServerResponse, end: () => void): void {
    if (response.closed) return;
    const mine = going.get(keyId) ?? new Set();
    going.set(keyId, mine.add(end));
    response.once('close', () => {
      mine.delete(end);
      if (mine.size === 0 && going.get(keyId) === mine) going.delete(keyId);
    });
  }

  const enter: Gate = async (request, response, { scope, room }) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort(new ReaderGone('Whoever asked has gone away')));
    const caller = await keys.check(request.headers.authorization);
    if (!may(caller, scope))
      throw refusal(
        'FORBIDDEN',
        `The key "${caller.keyName}" lacks the scope "${scope}". ${howToGet(scope)}`,
      );
    const checkStanding = (one: Caller) => {
      if (one.isSuspended && scope !== 'jobs:read') throw suspended(one);
    };
    checkStanding(caller);
    const charge = await budgets.charge(caller.keyId, restCost);
    if (!charge.granted) throw rateLimited(restCost, charge);
    watch(caller.keyId, response, () => {
      const why = unauthenticated(`The API key "${caller.keyName}" was revoked; use another.`);
      if (response.headersSent) response.destroy();
      else {
        // A body may still be on its way.
        response.setHeader('connection', 'close');
        respondRefusal(response, why);
      }
      gone.abort(why);
    });
    const leave = await rooms[room].enter(caller, 1, gone.signal);
    const at = performance.now();
    const held = createReadingMemory(memory, caller, { signal: gone.signal });
    const end = () => {
      // Without delay for whoever asks one after the other, and a bound for whoever asks as fast as it can.
      setTimeout(leave, Math.max(0, at + placeMs - performance.now())).unref();
      held.close();
    };
    if (response.closed) end();
    else response.once('close', end);
    return {
      ...{ caller, turn, take: held.take, signal: gone.signal, stores: contextOf(caller).stores },
      again: async () => checkStanding(await keys.again(caller.keyId)),
      spend: (cost) => budgets.spend(caller.keyId, cost, gone.signal),
    };
  };
  return {
    enter,
    /** Ends what a key has going: it was revoked. */
    endKey(keyId: string): void {
      for (const end of [...(going.get(keyId) ?? [])]) end();
    },
  };
}
