import type { WorkerItem as Worker } from './api/live.ts';
import { bytes, clean, duration, rate } from './ui/format.ts';

/** Who does the work: one cell per living worker. */
export function WorkerStrip({ workers }: { workers: Worker[] | undefined }) {
  if (workers === undefined) return <div className="workers" aria-hidden="true" />;
  if (workers.length === 0)
    return (
      <div className="workers">
        <p className="notice notice-held">
          <strong>No worker is alive.</strong> Jobs are kept, but nothing is crawled. <code>npm start</code>{' '}
          starts workers.
        </p>
      </div>
    );
  const total = workers.reduce((sum, worker) => sum + (worker.pagesPerSecond ?? 0), 0);
  return (
    <ul className="workers" aria-label={`Workers, ${rate(total)} pages a second together`}>
      {workers.map((worker) => (
        <WorkerCell key={worker.id} worker={worker} />
      ))}
    </ul>
  );
}

function WorkerCell({ worker }: { worker: Worker }) {
  const { state, blockedBy, slots, inFlight, pagesPerSecond, eventLoopLag, rssBytes } = worker;
  const trouble = blockedBy !== null || state !== 'RUNNING';
  const share = slots > 0 ? Math.min(1, (inFlight ?? 0) / slots) : 0;
  return (
    <li className="worker" title={`${clean(worker.name)} · version ${clean(worker.version)}`}>
      <span className="worker-name">
        <span className={`dot ${trouble ? 'tone-held' : 'tone-good'}`} />
        <span className="cut">{clean(worker.name)}</span>
      </span>
      {inFlight !== null && (
        <span className="meter" role="img" aria-label={`${inFlight} of ${slots} places taken`}>
          <span style={{ width: `${share * 100}%` }} />
        </span>
      )}
      <span className={trouble ? 'worker-rate held' : 'worker-rate'}>
        {trouble
          ? `${state.toLowerCase()}${blockedBy ? `: ${blockedBy.toLowerCase()}` : ''}`
          : pagesPerSecond === null
            ? 'running'
            : `${rate(pagesPerSecond)} pages/s`}
      </span>
      <span className="worker-more small">
        {inFlight === null || eventLoopLag === null || rssBytes === null
          ? `${slots} places`
          : `${inFlight}/${slots} · lag ${duration(eventLoopLag.p99)} · ${bytes(rssBytes)}`}
      </span>
    </li>
  );
}
