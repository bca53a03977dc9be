import {
  type CaptureFilter,
  CaptureGetDocument,
  type CaptureGetQuery,
  type CapturePartsFragment,
  CapturesOfJobDocument,
  CapturesOfRunDocument,
  CaptureTailDocument,
  type CaptureTailSubscription,
} from './generated/graphql.ts';
import { notFound, type Signal } from './jobs.ts';
import { type List, list, PAGE } from './list.ts';
import { type LiveOptions, subscribe } from './live.ts';
import type { Transport } from './transport.ts';

export type Capture = CapturePartsFragment;
export type CaptureTail = CaptureTailSubscription['captures'];
export type CaptureDetails = NonNullable<CaptureGetQuery['capture']>;

/** URLs, titles, headers and bodies of captures are hostile text. */
export function createCaptures(transport: Transport) {
  return {
    async get(id: string, { signal }: Signal = {}): Promise<CaptureDetails> {
      const { capture } = await transport.call(CaptureGetDocument, { id }, { signal, repeatable: true });
      return capture ?? notFound('capture', id);
    },
    /** The captures of all runs of a job, oldest first. */
    ofJob(id: string, filter: CaptureFilter = {}, { signal }: Signal = {}): List<Capture> {
      return list(async (after) => {
        const variables = { id, first: PAGE, after, filter };
        const { job } = await transport.call(CapturesOfJobDocument, variables, { signal, repeatable: true });
        return job?.captures ?? notFound('job', id);
      });
    },
    /** The captures of one run, oldest first. */
    ofRun(id: string, filter: CaptureFilter = {}, { signal }: Signal = {}): List<Capture> {
      return list(async (after) => {
        const variables = { id, first: PAGE, after, filter };
        const { run } = await transport.call(CapturesOfRunDocument, variables, { signal, repeatable: true });
        return run?.captures ?? notFound('run', id);
      });
    },
    /**
     * The newest captures of a run at once, then those that are recorded, to its end. `dropped` counts those that came faster
     * than they are sent; `ofRun` has them all.
     */
    async *tail(
      id: string,
      filter: CaptureFilter = {},
      { intervalMs = 1000, most = 20, ...options }: LiveOptions & { intervalMs?: number; most?: number } = {},
    ): AsyncGenerator<CaptureTail, void, undefined> {
      const variables = () => ({ id, filter, most, intervalMs });
      for await (const { captures } of subscribe(transport, CaptureTailDocument, variables, options))
        yield captures;
    },
    /** The decoded body, streamed: all of it, or the bytes from `from` to `to`, both included, from 0. */
    async body(
      capture: { bodyUrl: string },
      { signal, range }: Signal & { range?: { from: number; to?: number | undefined } | undefined } = {},
    ): Promise<ReadableStream<Uint8Array>> {
      const headers = range && { range: `bytes=${range.from}-${range.to ?? ''}` };
      const { body } = await transport.download(capture.bodyUrl, signal, headers);
      return body ?? new Blob([]).stream();
    },
  };
}
