import {
  type AnyVariables,
  Client,
  type CombinedError,
  cacheExchange,
  type DocumentInput,
  fetchExchange,
} from '@urql/core';
import { useRef } from 'react';
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

/**
 * A document by its hash, which the server of this page knows; its text only where sources are edited, for the server there was
 * built before.
 */
export function byHash<Result, Variables extends AnyVariables>(
  document: TypedDocumentString<Result, Variables>,
): DocumentInput<Result, Variables> {
  if (import.meta.env.DEV) return document.toString();
  const documentId = document.__meta__?.['hash'] as string;
  return { kind: 'Document', definitions: [], documentId } as DocumentInput<Result, Variables>;
}

type Asked<Result> = {
  data: Result | undefined;
  error: CombinedError | undefined;
  loading: boolean;
  again: () => void;
};

/** Asks once; `again` when there is reason to. What changes by itself is told by the live connection. */
export function useAsked<Result, Variables extends Record<string, unknown>>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Asked<Result> {
  const [answer, ask] = useQuery<Result, Variables>({
    query: byHash(document),
    variables,
    requestPolicy: 'cache-and-network',
  });
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
  const [state, run] = useMutation<Result, Variables>(byHash(document));
  return [state.fetching, (variables) => run(variables)];
}
