import type { ArchiveReader } from '@trunkline/archive';
import type { RunRows } from '@trunkline/control';
import type { OpenDatabase } from '@trunkline/database';
import type { Frontier } from '@trunkline/frontier';
import type { Found, Operation, Step } from '../repair/operations.ts';

export type AuditParts = {
  database: OpenDatabase;
  frontier: Pick<Frontier, 'sizes' | 'known' | 'waiting' | 'enqueue' | 'reconcile' | 'outcomesBacklog'>;
  archive: ArchiveReader;
  archiveDir: string;
};

/** Where an audit is: of which run, and whether that goes on. */
type At = {
  operation: Operation;
  run: RunRows;
  short: string;
  live: boolean;
  keys: { run: number; job: number };
};

/*
 * captures   every capture's bytes are in the archive, and are those that were stored
 * segments   every segment is whole, its index leads to its responses, each of which has a capture or is a robots.txt
 * ended      pages that ended, by the ledger, are known to Redis
 * open       so are those that have not
 * waiting    URLs that wait in Redis are in the ledger
 * counters   what is counted is what there is
 *
 * The last four are for runs that go on: of a run that is over Redis knows nothing.
 */
export const order = ['captures', 'segments', 'ended', 'open', 'waiting', 'counters'] as const;
export type Phase = (typeof order)[number];
export type Phases<Name extends Phase> = Record<Name, (at: At) => Promise<Step>>;

/** On to the phase after this one. */
export const next = (phase: Phase): Step => ({
  phase: order[order.indexOf(phase) + 1] ?? null,
  position: null,
});

/** What was found and stays as it is. */
export const left = (kind: Found['kind'], samples: string[]): Found & { fixed: number } => ({
  kind,
  count: samples.length,
  fixed: 0,
  samples: samples.slice(0, 5),
});

/** What was found, and put right if that was asked for. */
export const fixedOr = (kind: Found['kind'], pages: { url: string }[], fix: boolean): Found => ({
  ...left(
    kind,
    pages.map(({ url }) => url),
  ),
  fixed: fix ? pages.length : 0,
});
