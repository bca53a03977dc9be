import { useEffect, useEffectEvent } from 'react';
import { useAsked } from '../api/api.ts';
import { type Connection, useLive, useOverview } from '../api/live.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import { JobDetailsDocument, type JobDetailsPartsFragment } from '../generated/graphql.ts';
import { Captures } from '../run/captures.tsx';
import { Figures } from '../run/figures.tsx';
import { type FollowedRun, useFollowedRun } from '../run/followed-run.ts';
import { Happenings } from '../run/happenings.tsx';
import { Outcomes } from '../run/outcomes.tsx';
import { RateChart } from '../run/rate-chart.tsx';
import { Stages } from '../run/stages.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { selectJob } from '../ui/selection.ts';
import { JobHead } from './job-head.tsx';
import { PolicyCard } from './policy-card.tsx';

const deleted: Problem = { code: 'NOT_FOUND', message: 'This job was deleted.', field: null, details: [] };

/** One job as it is now. What stands in its row is asked for when it has changed; all else is told by the live connection. */
export function JobPanel({ id }: { id: string }) {
  const details = useAsked(JobDetailsDocument, { id });
  const live = useLive();
  const { connection, job: row, gone, run } = useOverview();
  const job = details.data?.job;
  const found = job?.id;
  const runId = job?.latestRun?.id ?? null;

  useEffect(() => {
    if (found === id) live.follow(id, live.now().job?.latestRun?.id ?? runId);
  }, [live, id, found, runId]);
  useEffect(() => () => live.follow(null), [live]);

  const again = useEffectEvent(details.again);
  const changed = row && `${row.version} ${row.state} ${row.latestRun?.id} ${row.policy.version}`;
  // The first is what was asked for already.
  useEffect(() => {
    if (changed) again();
  }, [changed]);

  if (gone) return <NoJob problem={deleted} />;
  const problem = problemOf(details.error);
  if (!job) {
    if (problem && problem.code !== 'UNREACHABLE') return <NoJob problem={problem} />;
    return <div className="panel panel-loading" aria-busy="true" />;
  }
  if (run === null)
    return (
      <div className="panel">
        <JobHead job={job} run={job.latestRun} progress={null} connection={connection} />
        {runId === null && <p className="notice">This job has not been started yet.</p>}
        <div className="panel-columns">
          <PolicyCard policy={job.policy} />
        </div>
      </div>
    );
  return <RunPanel key={run.id} job={job} run={run} connection={connection} />;
}

type RunPanelProps = { job: JobDetailsPartsFragment; run: FollowedRun; connection: Connection };

function RunPanel({ job, run, connection }: RunPanelProps) {
  const { progress, run: head, over, captures, happenings } = useFollowedRun(run);
  const known = head ?? (job.latestRun?.id === run.id ? job.latestRun : null);
  return (
    <div className="panel" data-stale={connection === 'lost' && !over}>
      <JobHead job={job} run={known} progress={progress} connection={over ? 'live' : connection} />
      {known?.error && (
        <ProblemNotice problem={{ code: 'FAILED', message: known.error, field: null, details: [] }} />
      )}
      {progress && (
        <>
          <Figures progress={progress} />
          <Outcomes progress={progress} />
        </>
      )}
      <div className="panel-columns">
        {progress && <RateChart history={run.history} over={over} />}
        <PolicyCard policy={job.policy} />
      </div>
      {progress && <Stages stages={progress.stages} />}
      <Captures captures={captures} />
      <Happenings happenings={happenings} over={over} />
    </div>
  );
}

function NoJob({ problem }: { problem: Problem }) {
  return (
    <section className="empty">
      <ProblemNotice problem={problem} />
      <button type="button" className="button" onClick={() => selectJob(null)}>
        Show all jobs
      </button>
    </section>
  );
}
