import type { CaptureRow, DeadRow, DiscoveredRow, DropRow, VisitRow } from './batch.ts';
import type { Merge } from './insert-rows.ts';

/** The page may be there from its visit, which came by another way: then only its origin is missing. */
export const discoveredPages: Merge<DiscoveredRow, object> = {
  name: 'discovered_pages',
  table: 'pages',
  columns: [
    ['job', 'int', (row) => row.job],
    ['hash', 'bigint', (row) => row.hash],
    ['url', 'text', (row) => row.url],
    ['depth', 'smallint', (row) => row.depth],
    ['discovered_from', 'bigint', (row) => row.discoveredFrom],
    ['first_seen_at', 'float8', (row) => row.firstSeenAt],
  ],
  rest: `on conflict (job, hash) do update
    set discovered_from = excluded.discovered_from, first_seen_at = least(pages.first_seen_at, excluded.first_seen_at)
    where pages.discovered_from is null and excluded.discovered_from is not null
    returning 1`,
};

/** The latest visit of a page is the one it shows. */
export const visitedPages: Merge<VisitRow, object> = {
  name: 'visited_pages',
  table: 'pages',
  columns: [
    ['job', 'int', (row) => row.job],
    ['hash', 'bigint', (row) => row.hash],
    ['url', 'text', (row) => row.url],
    ['depth', 'smallint', (row) => row.depth],
    ['first_seen_at', 'float8', (row) => row.startedAt],
    ['last_visit_at', 'float8', (row) => row.startedAt],
    ['last_run', 'bigint', (row) => row.run],
    ['last_status', 'smallint', (row) => row.status],
    ['last_outcome', 'text', (row) => row.outcome],
    ['last_digest', 'text', (row) => row.capture?.digest ?? null],
  ],
  rest: `on conflict (job, hash) do update
    set last_visit_at = excluded.last_visit_at, last_run = excluded.last_run, last_status = excluded.last_status,
      last_outcome = excluded.last_outcome, last_digest = coalesce(excluded.last_digest, pages.last_digest)
    where pages.last_visit_at is null or pages.last_visit_at <= excluded.last_visit_at`,
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
    ['captured_at', 'float8', (row) => row.startedAt],
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
