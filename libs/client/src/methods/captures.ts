import { type Calls, notFound, type Signal, type WatchOptions } from '../calls.ts';
import {
  type CaptureFilter,
  CaptureGetDocument,
  type CaptureGetQuery,
  type CapturePartsFragment,
  CapturesOfJobDocument,
  CapturesOfRunDocument,
  CaptureTailDocument,
  type CaptureTailSubscription,
} from '../generated/graphql.ts';
import type { List } from '../list.ts';
import type { Transport } from '../transport/transport.ts';

export type Capture = CapturePartsFragment;
export type CaptureTail = CaptureTailSubscription['captures'];
export type CaptureDetails = NonNullable<CaptureGetQuery['capture']>;

/** URLs, titles, headers and bodies of captures are hostile text. */
export function createCaptures({ ask, pages, follow }: Calls, transport: Transport) {
  return {
    get: async (id: string, signal?: Signal): Promise<CaptureDetails> =>
      (await ask(CaptureGetDocument, { id }, signal)).capture ?? notFound('capture', id),
    /** The captures of all runs of a job, oldest first. */
    ofJob: (id: string, filter: CaptureFilter = {}, signal?: Signal): List<Capture> =>
      pages(CapturesOfJobDocument, { id, filter }, ({ job }) => job?.captures ?? notFound('job', id), signal),
    /** The captures of one run, oldest first. */
    ofRun: (id: string, filter: CaptureFilter = {}, signal?: Signal): List<Capture> =>
      pages(CapturesOfRunDocument, { id, filter }, ({ run }) => run?.captures ?? notFound('run', id), signal),
    /**
     * The newest captures of a run at once, then those that are recorded, to its end. `dropped` counts those that came faster
     * than they are sent; `ofRun` has them all.
     */
    tail: (
      id: string,
      filter: CaptureFilter = {},
      { intervalMs = 1000, most = 20, ...options }: WatchOptions & { most?: number } = {},
    ): AsyncGenerator<CaptureTail, void, undefined> =>
      follow(
        CaptureTailDocument,
        () => ({ id, filter, most, intervalMs }),
        ({ captures }) => captures,
        options,
      ),
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
