import { type Client, createClient } from '@trunkline/client';
import { createContext, useContext, useEffect, useEffectEvent, useReducer, useState } from 'react';
import { useStore } from '../ui/store.ts';
import { createLive, type Live } from './live.ts';
import { type Problem, problemOf } from './problem.ts';

export type Api = { client: Client; live: Live };

/**
 * The API of the server this page came from, which knows the documents of its page by their hashes. Only where sources are edited
 * it may have been built before them.
 */
export function openApi(key: string): Api {
  const client = createClient({
    ...{ url: location.origin, apiKey: key, byHash: import.meta.env.PROD },
    fetch: (input, init) => fetch(input, { ...init, credentials: 'omit' }),
  });
  return { client, live: createLive(client) };
}

export const ApiContext = createContext<Api | null>(null);

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (api === null) throw new Error('there is no API outside of the frame');
  return api;
}

type Asked<Answer> = { data: Answer | undefined; problem: Problem | null; again: () => void };

/**
 * Asks once, when told to again, and when the connection is back after a failure; what changes by itself is told by the live
 * connection. A failed look does not take away what the one before it saw.
 */
export function useAsked<Answer>(
  ask: (client: Client, signal: AbortSignal) => Promise<Answer>,
): Asked<Answer> {
  const { client, live } = useApi();
  const { connection } = useStore(live);
  const [answer, setAnswer] = useState<Omit<Asked<Answer>, 'again'>>({ data: undefined, problem: null });
  const [times, again] = useReducer((before: number) => before + 1, 0);

  const look = useEffectEvent(async (signal: AbortSignal) => {
    try {
      const data = await ask(client, signal);
      setAnswer({ data, problem: null });
    } catch (error) {
      if (!signal.aborted) setAnswer(({ data }) => ({ data, problem: problemOf(error) }));
    }
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time there is reason to
  useEffect(() => {
    const left = new AbortController();
    void look(left.signal);
    return () => left.abort();
  }, [times]);

  const back = useEffectEvent(() => {
    if (answer.problem !== null) again();
  });
  useEffect(() => {
    if (connection === 'live') back();
  }, [connection]);

  return { ...answer, again };
}

/** A change: whether it is under way, and a function that runs it and tells what went wrong; null: nothing. */
export function useChange(): [busy: boolean, run: (change: Promise<unknown>) => Promise<Problem | null>] {
  const [busy, setBusy] = useState(false);
  const run = async (change: Promise<unknown>) => {
    setBusy(true);
    try {
      await change;
      return null;
    } catch (error) {
      return problemOf(error);
    } finally {
      setBusy(false);
    }
  };
  return [busy, run];
}
