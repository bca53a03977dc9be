import type { MouseEvent } from 'react';
import type { JobItem as Job } from '../api/live.ts';
import { clean, rate, shortCount } from '../ui/format.ts';
import { hrefOf, selectJob } from '../ui/selection.ts';
import { toneOf } from '../ui/state-badge.tsx';

type Props = {
  jobs: Job[] | undefined;
  more: boolean;
  selected: string | null;
  onCreate: () => void;
};

export function JobList({ jobs, more, selected, onCreate }: Props) {
  if (jobs === undefined)
    return (
      <ul className="jobs" aria-busy="true" aria-label="Jobs are being loaded">
        {[1, 2, 3].map((row) => (
          <li key={row} className="job job-loading" />
        ))}
      </ul>
    );
  if (jobs.length === 0)
    return (
      <p className="side-empty">
        No jobs yet.{' '}
        <button type="button" className="link" onClick={onCreate}>
          Create one
        </button>
      </p>
    );
  return (
    <nav aria-label="Jobs">
      <ul className="jobs">
        {jobs.map((job) => (
          <JobItem key={job.id} job={job} selected={job.id === selected} />
        ))}
      </ul>
      {more && <p className="side-empty">These are the newest 50. The command line lists all of them.</p>}
    </nav>
  );
}

function JobItem({ job, selected }: { job: Job; selected: boolean }) {
  const counters = job.latestRun?.progress.counters;
  const share = counters && counters.accepted > 0 ? counters.finished / counters.accepted : 0;
  const running = job.state === 'RUNNING' || job.state === 'STARTING';
  const select = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    selectJob(job.id);
  };
  return (
    <li>
      <a className="job" href={hrefOf(job.id)} onClick={select} aria-current={selected ? 'page' : undefined}>
        <span className="job-name">
          <span className={`dot tone-${toneOf(job.state)}${running ? ' dot-live' : ''}`} />
          <span className="cut" title={clean(job.name)}>
            {clean(job.name)}
          </span>
        </span>
        <span className="job-state small">
          {running && job.latestRun
            ? `${rate(job.latestRun.progress.pagesPerSecond)} pages/s`
            : job.state.toLowerCase()}
        </span>
        {counters ? (
          <>
            <span className="job-count small">
              {shortCount(counters.finished)} of {shortCount(counters.accepted)}
            </span>
            <span className="job-failed small">
              {counters.failed > 0 && `${shortCount(counters.failed)} failed`}
            </span>
            <span className={`meter tone-${toneOf(job.state)}`}>
              <span style={{ width: `${share * 100}%` }} />
            </span>
          </>
        ) : (
          <span className="job-count small">never started</span>
        )}
      </a>
    </li>
  );
}
