import { type Calls, notFound, type Signal } from '../calls.ts';
import {
  PageGetDocument,
  type PageGetQuery,
  SearchBacklogDocument,
  type SearchBacklogQuery,
  SearchDocument,
  type SearchFilter,
  type SearchQuery,
  UrlExplainDocument,
  type UrlPartsFragment,
} from '../generated/graphql.ts';
import type { List } from '../list.ts';
import type { Transport } from '../transport/transport.ts';

export type PageDetails = NonNullable<PageGetQuery['page']>;
export type SearchHit = SearchQuery['search']['nodes'][number];
/** Why one URL was, or was not, asked for by one run. Hostile text. */
export type Explanation = UrlPartsFragment;
export type ExportOptions = { format?: 'ndjson' | 'csv'; after?: string | null } & Signal;

/** What is known of pages: one of them, found by text, and all of them as a stream. URLs, titles and texts are hostile. */
export function createPages({ ask, pages }: Calls, transport: Transport) {
  return {
    /** A page of a job with how it changed from run to run. */
    page: async (job: string, url: string, signal?: Signal): Promise<PageDetails> =>
      (await ask(PageGetDocument, { job, url }, signal)).page ?? notFound('page', url),
    /**
     * Why a URL was, or was not, asked for: any URL, known or not. Of a job (its latest run) or a run of one; without both of the newest job
     * that has to do with it.
     */
    explain: async (
      url: string,
      { job, run }: { job?: string; run?: string } = {},
      signal?: Signal,
    ): Promise<Explanation> =>
      (await ask(UrlExplainDocument, { job, run, url }, signal)).explainUrl ?? notFound('job', job ?? ''),
    /** Pages with these words, best first. */
    search: (query: string, filter: SearchFilter = {}, signal?: Signal): List<SearchHit> =>
      pages(SearchDocument, { query, filter, first: 20 }, (answer) => answer.search, signal),
    searchBacklog: async (signal?: Signal): Promise<SearchBacklogQuery['searchBacklog']> =>
      (await ask(SearchBacklogDocument, {}, signal)).searchBacklog,
    /**
     * All rows of a job (of a run: captures and links) as text; `after`: the `cursor` of the last row one has. Links are those of every
     * stored page, followed or not; a row of them with `error` and no `to` tells of a page that cannot be read.
     */
    async export(
      id: string,
      kind: 'pages' | 'captures' | 'links',
      { format = 'ndjson', after, signal }: ExportOptions = {},
    ): Promise<ReadableStream<Uint8Array>> {
      const query = new URLSearchParams({ format, ...(after && { after }) });
      const { body } = await transport.download(`/export/${encodeURIComponent(id)}/${kind}?${query}`, signal);
      return body ?? new Blob([]).stream();
    },
  };
}
