import type { CaptureRow, DeadRow, DiscoveredRow, DropRow, VisitRow } from './batch.ts';
import type { Merge } from './insert-rows.ts';

/** What a batch says of one page: that it was discovered, its latest visit, or both. */
export type PageRow = DiscoveredRow & { visit: VisitRow | null };

const newer =
  '(excluded.last_visit_at is not null and (pages.last_visit_at is null or pages.last_visit_at <= excluded.last_visit_at))';
const latest = (name: string) => `${name} = case when ${newer} then excluded.${name} else pages.${name} end`;

/**
 * A discovery fills only what is empty; of visits the latest is the one a page shows. One statement for both, in the order of
 * keys: with two, recorders would wait for each other in a circle.
 */
export const mergedPages: Merge<PageRow, object> = {
  name: 'pages',
  table: 'pages',
  columns: [
    ['job', 'int', (row) => row.job],
    ['hash', 'bigint', (row) => row.hash],
    ['url', 'text', (row) => row.url],
    ['depth', 'smallint', (row) => row.depth],
    ['discovered_from', 'bigint', (row) => row.discoveredFrom],
    ['first_seen_at', 'float8', (row) => row.firstSeenAt],
    ['last_visit_at', 'float8', (row) => row.visit?.startedAt ?? null],
    ['last_run', 'bigint', (row) => row.visit?.run ?? null],
    ['last_status', 'smallint', (row) => row.visit?.status ?? null],
    ['last_outcome', 'text', (row) => row.visit?.outcome ?? null],
    ['last_digest', 'text', (row) => row.visit?.capture?.digest ?? null],
  ],
  rest: `on conflict (job, hash) do update
    set discovered_from = coalesce(pages.discovered_from, excluded.discovered_from),
      first_seen_at = least(pages.first_seen_at, excluded.first_seen_at),
      ${latest('last_run')}, ${latest('last_status')}, ${latest('last_outcome')},
      last_digest = case when ${newer} then coalesce(excluded.last_digest, pages.last_digest) else pages.last_digest end,
      last_visit_at = greatest(pages.last_visit_at, excluded.last_visit_at)
    where ${newer}
      or (pages.discovered_from is null and excluded.discovered_from is not null)`,
};

export const newVisits: Merge<VisitRow, { run: string; final: boolean }> = {
  name: 'visits',
  table: 'visits',
  columns: [
    ['run', 'bigint', (row) => row.run],
    ['hash', 'bigint', (row) => row.hash],
    ['started_at', 'float8', (row) => row.startedAt],
    ['job', 'int', (row) => row.job],
    ['attempt', 'smallint', (row) => row.attempt],
    ['depth', 'smallint', (row) => row.depth],
    ['hops', 'smallint', (row) => row.hops],
    ['status', 'smallint', (row) => row.status],
    ['final', 'boolean', (row) => row.final],
    ['outcome', 'text', (row) => row.outcome],
    ['code', 'text', (row) => row.code],
    ['detail', 'text', (row) => row.detail],
    ['dead_reason', 'text', (row) => row.deadReason],
    ['address', 'text', (row) => row.address],
    ['worker', 'text', (row) => row.worker],
    ['timings', 'text', (row) => JSON.stringify(row.timings)],
  ],
  rest: 'on conflict do nothing returning run, final',
};

type Captured = VisitRow & { capture: CaptureRow };

export const hasCapture = (row: VisitRow): row is Captured => row.capture !== null;

export const newCaptures: Merge<Captured, object> = {
  name: 'captures',
  table: 'captures',
  columns: [
    ['run', 'bigint', (row) => row.run],
    ['hash', 'bigint', (row) => row.hash],
    ['captured_at', 'float8', (row) => row.capture.capturedAt],
    ['bytes', 'bigint', (row) => row.capture.bytes],
    ['wire_bytes', 'bigint', (row) => row.capture.wireBytes],
    ['offset', 'bigint', (row) => row.capture.offset],
    ['length', 'int', (row) => row.capture.length],
    ['job', 'int', (row) => row.job],
    ['links', 'int', (row) => row.capture.links],
    ['attempt', 'smallint', (row) => row.attempt],
    ['status', 'smallint', (row) => row.capture.status],
    ['url', 'text', (row) => row.url],
    ['segment', 'text', (row) => row.capture.segment],
    ['digest', 'text', (row) => row.capture.digest],
    ['content_type', 'text', (row) => row.capture.contentType],
    ['charset', 'text', (row) => row.capture.charset],
    ['title', 'text', (row) => row.capture.title],
    ['language', 'text', (row) => row.capture.language],
    ['etag', 'text', (row) => row.capture.etag],
    ['last_modified', 'text', (row) => row.capture.lastModified],
    ['truncated', 'text', (row) => row.capture.truncated],
    ['refers_to_run', 'bigint', (row) => row.capture.refersToRun],
    ['refers_to', 'bigint', (row) => row.capture.refersTo],
  ],
  rest: 'on conflict (run, hash, attempt) do nothing returning 1',
};

export const newDrops: Merge<DropRow, { run: string; count: string }> = {
  name: 'drops',
  table: 'drops',
  columns: [
    ['run', 'bigint', (row) => row.run],
    ['entry', 'text', (row) => row.entry],
    ['count', 'bigint', (row) => row.count],
    ['reason', 'text', (row) => row.reason],
  ],
  rest: 'on conflict do nothing returning run, count',
};

export const newDead: Merge<DeadRow, object> = {
  name: 'dead_entries',
  table: 'dead_entries',
  columns: [
    ['run', 'text', (row) => row.run],
    ['entry', 'text', (row) => row.entry],
    ['payload', 'text', (row) => row.payload],
    ['error', 'text', (row) => row.error],
  ],
  rest: 'on conflict do nothing',
};
