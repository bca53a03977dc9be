import { isOver, type JobDetails, type JobState, type Progress } from '@trunkline/client';
import { useEffect, useState } from 'react';
import { useApi, useChange } from '../api/api.ts';
import type { Connection } from '../api/live.ts';
import type { Problem } from '../api/problem.ts';
import type { RunHead } from '../run/followed-run.ts';
import { ago, clean, duration } from '../ui/format.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { hrefOf, selectJob } from '../ui/selection.ts';
import { StateBadge } from '../ui/state-badge.tsx';

type Props = {
  job: JobDetails;
  run: RunHead | null;
  progress: Progress | null;
  connection: Connection;
  onChange: () => void;
};

export function JobHead({ job, run, progress, connection, onChange }: Props) {
  const now = useNow();
  const [problem, setProblem] = useState<Problem | null>(null);
  const state: JobState = progress?.state ?? job.state;
  const began = run?.startedAt ?? run?.createdAt;
  const ended = run?.finishedAt ? Date.parse(run.finishedAt) : now;
  return (
    <header className="head">
      <a
        className="back"
        href={hrefOf(null)}
        onClick={(event) => {
          event.preventDefault();
          selectJob(null);
        }}
      >
        ‹ Jobs
      </a>
      <div className="head-line">
        <h2 className="head-name" title={clean(job.name)}>
          {clean(job.name)}
        </h2>
        <StateBadge state={state} />
        {connection === 'lost' && <span className="badge tone-held">reconnecting…</span>}
        <Actions id={job.id} state={state} onChange={onChange} onProblem={setProblem} />
      </div>
      <p className="head-facts">
        {began && (
          <span title={began}>
            {run?.finishedAt ? 'took' : 'for'} {duration(Math.max(0, ended - Date.parse(began)))}
          </span>
        )}
        <span title={job.createdAt}>created {ago(job.createdAt, now)}</span>
        <span title={clean(job.scope.of.join('\n'))}>
          scope {job.scope.kind.toLowerCase()}
          {job.scope.of[0] && ` ${clean(job.scope.of[0])}`}
          {job.scope.of.length > 1 && ` and ${job.scope.of.length - 1} more`}
        </span>
        <span title={clean(job.firstSeeds.nodes.map((seed) => seed.url).join('\n'))}>
          {job.seedCount} {job.seedCount === 1 ? 'seed' : 'seeds'}
        </span>
        {job.limits.maxPages !== null && <span>up to {job.limits.maxPages} pages</span>}
        {job.limits.maxDepth !== null && <span>depth {job.limits.maxDepth}</span>}
        {run?.endReason && <span>ended by {clean(run.endReason)}</span>}
        <button
          type="button"
          className="link mono"
          title="Copy the id"
          onClick={() => void navigator.clipboard?.writeText(job.id)}
        >
          {job.id}
        </button>
      </p>
      {problem && <ProblemNotice problem={problem} />}
    </header>
  );
}

type ActionsProps = {
  id: string;
  state: JobState;
  onChange: () => void;
  onProblem: (problem: Problem | null) => void;
};

/** The buttons that make sense in this state; cancelling asks once more, as it cannot be taken back. */
function Actions({ id, state, onChange, onProblem }: ActionsProps) {
  const { client } = useApi();
  const [asking, setAsking] = useState(false);
  const [busy, run] = useChange();

  const change = async (verb: 'start' | 'pause' | 'resume' | 'cancel') => {
    setAsking(false);
    const problem = await run(client.jobs[verb](id));
    onProblem(problem);
    if (problem === null) onChange();
  };
  const over = state === 'NEW' || isOver(state);
  const pausable = state === 'RUNNING' || state === 'STARTING';
  const cancellable = pausable || state === 'PAUSED';
  const button = (words: string, look: string, does: () => void) => (
    <button type="button" className={`button ${look}`} disabled={busy} onClick={does}>
      {words}
    </button>
  );
  return (
    <span className="actions">
      {over && button(state === 'NEW' ? 'Start' : 'Run again', '', () => void change('start'))}
      {pausable && button('Pause', '', () => void change('pause'))}
      {state === 'PAUSED' && button('Resume', 'button-main', () => void change('resume'))}
      {cancellable && !asking && button('Cancel', '', () => setAsking(true))}
      {cancellable && asking && button('Really cancel', 'button-bad', () => void change('cancel'))}
      {cancellable && asking && button('Keep', '', () => setAsking(false))}
    </span>
  );
}

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
