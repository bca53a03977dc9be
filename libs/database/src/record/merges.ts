import type { CaptureRow, DeadRow, DropRow, VisitRow } from './batch.ts';
import type { Merge } from './insert-rows.ts';

const replaced = [
  'started_at',
  'status',
  'final',
  'outcome',
  'code',
  'detail',
  'dead_reason',
  'address',
  'tls_fault',
  'worker',
  'timings',
];

export type AddedVisit = { run: string; hash: string; attempt: number; final: boolean };

/**
 * A page ends once in a run, and once more each time that it was asked for again after an end. When Redis forgets its last moments a page that ended is visited again, under the same attempt or,
 * when that goes another way, under another: of both ends the one that was committed first stands. An end takes the place of
 * an attempt of the same number that was none.
 */
export const newVisits: Merge<VisitRow, AddedVisit> = {
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
    ['tls_fault', 'text', (row) => row.tlsFault ?? null],
    ['worker', 'text', (row) => row.worker],
    ['timings', 'text', (row) => JSON.stringify(row.timings)],
  ],
  rest: `where not (given.final and exists (select from visits ended where ended.run = given.run and ended.hash = given.hash
      and ended.attempt <> given.attempt and ended.final))
    on conflict (run, hash, attempt) do update
      set ${replaced.map((name) => `"${name}" = excluded."${name}"`).join(', ')}
      where excluded.final and not visits.final and visits.retried_at is null
    returning run, hash, attempt, final`,
};

type Captured = VisitRow & { capture: CaptureRow };

export const hasCapture = (row: VisitRow): row is Captured => row.capture !== null;

export const newCaptures: Merge<Captured, { run: string; hash: string; attempt: number; id: string }> = {
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
  rest: 'on conflict (run, hash, attempt) do nothing returning run, hash, attempt, id',
};

export const newDrops: Merge<DropRow, { run: string; count: string }> = {
  name: 'drops',
  table: 'drops',
  columns: [
    ['run', 'bigint', (row) => row.run],
    ['entry', 'text', (row) => row.entry],
    ['count', 'bigint', (row) => row.count],
    ['reason', 'text', (row) => row.reason],
    ['host', 'text', (row) => row.host ?? null],
    ['url', 'text', (row) => row.url ?? null],
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
