import { Client, type CombinedError, cacheExchange, fetchExchange } from '@urql/core';
import { useEffect, useRef, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import type { TypedDocumentString } from '../generated/graphql.ts';
import { watchfulFetch } from './watchful-fetch.ts';

/** The API of the server this page came from. */
export function createApi(key: string): Client {
  return new Client({
    url: '/graphql',
    exchanges: [cacheExchange, fetchExchange],
    fetchSubscriptions: true,
    preferGetMethod: false,
    fetch: watchfulFetch,
    fetchOptions: { headers: { authorization: `Bearer ${key}` }, credentials: 'omit' },
  });
}

type Asked<Result> = {
  data: Result | undefined;
  error: CombinedError | undefined;
  loading: boolean;
  again: () => void;
};

/** Asks once, and again every `everyMs` while the page is looked at. */
export function useAsked<Result, Variables extends Record<string, unknown>>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  { everyMs, pause = false }: { everyMs?: number | undefined; pause?: boolean } = {},
): Asked<Result> {
  const [answer, ask] = useQuery<Result, Variables>({
    query: document.toString(),
    variables,
    requestPolicy: 'cache-and-network',
    pause,
  });
  const visible = useVisible();
  useEffect(() => {
    if (everyMs === undefined || pause || !visible) return;
    const timer = setInterval(() => ask({ requestPolicy: 'network-only' }), everyMs);
    return () => clearInterval(timer);
  }, [ask, everyMs, pause, visible]);
  const asked = JSON.stringify(variables);
  const last = useRef<{ asked: string; data: Result } | null>(null);
  if (answer.data && !answer.stale) last.current = { asked, data: answer.data };
  return {
    // A failed look does not take away what the one before it saw.
    data: answer.data ?? (last.current?.asked === asked ? last.current.data : undefined),
    error: answer.error,
    loading: answer.fetching,
    again: () => ask({ requestPolicy: 'network-only' }),
  };
}

/** A mutation: whether it is under way, and a function that runs it. */
export function useChange<Result, Variables extends Record<string, unknown>>(
  document: TypedDocumentString<Result, Variables>,
): [
  busy: boolean,
  run: (variables: Variables) => Promise<{ data?: Result | undefined; error?: CombinedError | undefined }>,
] {
  const [state, run] = useMutation<Result, Variables>(document.toString());
  return [state.fetching, (variables) => run(variables)];
}

/** Whether the page is in front: nothing is asked for a page nobody sees. */
export function useVisible(): boolean {
  const [visible, setVisible] = useState(() => document.visibilityState !== 'hidden');
  useEffect(() => {
    const look = () => setVisible(document.visibilityState !== 'hidden');
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return visible;
}
