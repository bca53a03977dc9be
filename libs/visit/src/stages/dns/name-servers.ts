import { Resolver } from 'node:dns';
import { codeOf } from '../../outcome/fault.ts';

/** What c-ares says when nobody answered: all else is an answer, if only that there is none. */
const noAnswer = new Set(['ECONNREFUSED', 'ETIMEOUT', 'ENOSERVER']);

/** Name servers that were away are asked again after this long, ms. */
const AGAIN_MS = 1000;

/** Whether this is what c-ares says when no server answered. */
export const isNoAnswer = (error: unknown) => noAnswer.has(codeOf(error));

/**
 * Whether the name servers answer at all. One name without an answer is that name's matter as long as others have theirs; where
 * no question is answered the servers are away, which is a fault on our side of the web. They are asked until they are back.
 */
export function createNameServers(servers: readonly string[], timeoutMs: number) {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
  if (servers.length > 0) resolver.setServers([...servers]);
  let answeredAt = Number.NEGATIVE_INFINITY;
  let answeredName: string | null = null;
  let asking: Promise<boolean> | null = null;
  let away = false;
  let closed = false;
  let timer: NodeJS.Timeout | null = null;

  function answered(name: string): void {
    answeredAt = performance.now();
    answeredName = name;
    away = false;
  }

  /** Two questions that a living server answers: who serves the root, which each knows, and the name it answered last. */
  async function ask(): Promise<boolean> {
    const question = (put: (done: (error: Error | null) => void) => void) =>
      new Promise<boolean>((resolve) => put((error) => resolve(error === null || !isNoAnswer(error))));
    const root = question((done) => resolver.resolveNs('.', done));
    const name = answeredName;
    const last = name === null ? root : question((done) => resolver.resolve4(name, done));
    const isThere = (await Promise.race([root.then(orElse(last)), last.then(orElse(root))])) && !closed;
    if (isThere) answered(name ?? '.');
    else if (!closed) beAway();
    return isThere;
  }

  const orElse = (other: Promise<boolean>) => (found: boolean) => found || other;

  function beAway(): void {
    away = true;
    timer = setTimeout(() => void answer(), AGAIN_MS);
    timer.unref();
  }

  function answer(): Promise<boolean> {
    if (timer) clearTimeout(timer);
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  }

  return {
    /** No question is answered now; this is looked at again and again until one is. */
    away: () => away,
    /** One of them has answered a question about this name. */
    answered,
    /** Whether they answer, as has shown since this moment (performance.now()) or shows when they are asked. */
    answeredSince: (at: number) => (answeredAt >= at ? Promise.resolve(true) : answer()),
    close(): void {
      closed = true;
      if (timer) clearTimeout(timer);
      resolver.cancel();
    },
  };
}
