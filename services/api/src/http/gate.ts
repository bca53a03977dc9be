import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Keys } from '../auth/keys.ts';
import type { Budgets } from '../limits/cost/budget.ts';
import { placeMs, type RoomName, restCost } from '../limits/limits.ts';
import { rateLimited, refusal, suspended } from '../limits/refusals.ts';
import { createReadingMemory, type ReadingMemory, type Turn } from '../limits/room/reading.ts';
import type { Room } from '../limits/room/room.ts';
import type { Context } from '../schema/kit/context.ts';
import { howToGet, may } from '../stores/changes/may.ts';
import type { Stores } from '../stores/create-stores.ts';
import type { Caller, KeyScope } from '../stores/values.ts';
import { ReaderGone } from './send.ts';

/** A request beside GraphQL that was let in: its place is free again when its response is over. */
export type Entered = {
  caller: Caller;
  stores: Stores;
  /** Aborts when whoever asked goes away. */
  signal: AbortSignal;
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
export function createGate({ keys, contextOf, budgets, rooms, memory, turn }: GateParts): Gate {
  return async (request, response, { scope, room }) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort(new ReaderGone('Whoever asked has gone away')));
    const caller = await keys.check(request.headers.authorization);
    if (!may(caller, scope))
      throw refusal(
        'FORBIDDEN',
        `The key "${caller.keyName}" lacks the scope "${scope}". ${howToGet(scope)}`,
      );
    if (caller.isSuspended && scope !== 'jobs:read') throw suspended(caller);
    const charge = await budgets.charge(caller.keyId, restCost);
    if (!charge.granted) throw rateLimited(restCost, charge);
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
      spend: (cost) => budgets.spend(caller.keyId, cost, gone.signal),
    };
  };
}
