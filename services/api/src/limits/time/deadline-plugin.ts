import type { AsyncLocalStorage } from 'node:async_hooks';
import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../schema/kit/context.ts';
import { tooSlow } from '../refusals.ts';

type Args = {
  document: Parameters<typeof getOperationAST>[0];
  operationName?: string | null;
  contextValue: Context & { request?: Request };
};

/**
 * A query ends after so long, or when whoever asked hangs up, and the statements it has running are cancelled in the database.
 * A mutation is not cut short: nobody could say whether it was done. Each of its statements is bounded by Postgres.
 */
export function deadlinePlugin(ms: number, signals: AsyncLocalStorage<AbortSignal>): Plugin<Context> {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const { document, operationName, contextValue } = args as unknown as Args;
      if (getOperationAST(document, operationName)?.operation !== 'query') return;
      setExecuteFn(((given: never) => {
        const end = new AbortController();
        const gone = contextValue.request?.signal;
        const hangUp = () => end.abort(gone?.reason);
        gone?.addEventListener('abort', hangUp, { once: true });
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise((resolve) => {
          timer = setTimeout(() => {
            resolve({ errors: [tooSlow(ms)] });
            end.abort(tooSlow(ms));
          }, ms);
        });
        const running = signals.run(end.signal, async () => executeFn(given));
        return Promise.race([running, late]).finally(() => {
          clearTimeout(timer);
          gone?.removeEventListener('abort', hangUp);
        });
      }) as typeof executeFn);
    },
  };
}
