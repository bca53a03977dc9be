import type { FileArchiveWriter } from '@trunkline/archive';
import type { Crawler } from '@trunkline/crawl';
import { addStageMetrics, createMetrics, type Metrics } from '@trunkline/telemetry';

type Parts = {
  crawler: Pick<Crawler, 'clock' | 'counts' | 'state'>;
  archive: Pick<FileArchiveWriter, 'state' | 'full'>;
  onTrouble: (error: Error) => void;
};

/** What a worker tells Prometheus. */
export async function workerMetrics({ crawler, archive, onTrouble }: Parts): Promise<Metrics> {
  const metrics = await createMetrics({ onTrouble });
  const { clock, counts, state } = crawler;
  addStageMetrics(metrics, () => clock.report());
  const byWord = (label: string, words: ReadonlyMap<string, number>) =>
    [...words].map(([word, count]) => [{ [label]: word }, count] as const);

  metrics.counter('trunkline_frontier_claimed_total', 'Claims granted to this worker.', ['kind'], () =>
    byWord('kind', counts().claimed),
  );
  metrics.counter(
    'trunkline_frontier_settled_total',
    'Claims that are over: settled, or given back.',
    [],
    () => counts().settled,
  );
  metrics.counter(
    'trunkline_frontier_stale_total',
    'Claims that were settled after they had been given to others.',
    [],
    () => counts().stale,
  );
  metrics.counter(
    'trunkline_visit_outcomes_total',
    'How visits ended: code is the failure, who refused, or the class of the status.',
    ['kind', 'code'],
    () =>
      [...counts().outcomes].map(([words, count]) => {
        const [kind = '', code = ''] = words.split(' ');
        return [{ kind, code }, count] as const;
      }),
  );
  metrics.counter(
    'trunkline_visit_local_faults_total',
    'Claims that went back for a fault of ours.',
    ['code'],
    () => byWord('code', counts().faults),
  );

  metrics.counter('trunkline_worker_pages_total', 'Pages fetched.', [], () => state().pages);
  metrics.counter(
    'trunkline_worker_body_bytes_total',
    'Bytes of bodies: on the wire, and decoded.',
    ['as'],
    () => {
      const { wireBytes, decodedBytes } = state();
      return [
        [{ as: 'wire' }, wireBytes],
        [{ as: 'decoded' }, decodedBytes],
      ];
    },
  );
  metrics.gauge('trunkline_worker_slots', 'Visits this worker makes at once.', [], () => state().slots);
  metrics.gauge('trunkline_worker_in_flight', 'Claims this worker holds.', [], () => state().inFlight);
  metrics.gauge('trunkline_worker_blocked', '1: nothing is claimed, for this reason.', ['by'], () => {
    const { blockedBy } = state();
    return blockedBy === null ? [] : [[{ by: blockedBy }, 1]];
  });

  metrics.counter(
    'trunkline_worker_unclaimed_seconds_total',
    'Time in which there were free slots and nothing was claimed, by reason.',
    ['reason'],
    () => Object.entries(state().unclaimedMs).map(([reason, ms]) => [{ reason }, ms / 1000] as const),
  );
  metrics.gauge('trunkline_worker_sockets', 'Connections to origins: in use, and idle.', ['state'], () => {
    const { open, idle } = state().sockets;
    return [
      [{ state: 'used' }, open - idle],
      [{ state: 'idle' }, idle],
    ];
  });

  metrics.gauge('trunkline_discovery_urls', 'Found URLs that wait to be enqueued.', [], () => {
    return state().discovery.urls;
  });
  metrics.gauge('trunkline_discovery_bytes', 'What they take on the disk.', [], () => {
    return state().discovery.bytes;
  });
  metrics.gauge('trunkline_discovery_oldest_seconds', 'How long the oldest waits.', [], () => {
    return state().discovery.oldestMs / 1000;
  });
  metrics.gauge(
    'trunkline_discovery_held',
    '1: the frontier takes none of them, for this reason.',
    ['by'],
    () => {
      const { heldBy } = state().discovery;
      return heldBy === null ? [] : [[{ by: heldBy }, 1]];
    },
  );

  metrics.counter('trunkline_archive_records_total', 'Captures stored.', [], () => archive.state().records);
  metrics.counter('trunkline_archive_bytes_total', 'Bytes written.', [], () => archive.state().bytes);
  metrics.counter('trunkline_archive_commits_total', 'Writes with fsync.', [], () => archive.state().commits);
  metrics.gauge('trunkline_archive_segments', 'Segments being written.', [], () => archive.state().segments);
  metrics.gauge('trunkline_archive_full', '1: below the mark of free space nothing is stored.', [], () =>
    archive.full() ? 1 : 0,
  );
  metrics.gauge(
    'trunkline_archive_free_bytes',
    'Free space of its file system.',
    [],
    () => archive.state().freeBytes,
  );
  metrics.gauge(
    'trunkline_archive_lag_seconds',
    'For how long the oldest record waits to be durable.',
    [],
    () => archive.state().lagMs / 1000,
  );
  return metrics;
}
