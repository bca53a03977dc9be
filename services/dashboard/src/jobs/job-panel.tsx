import { useAsked } from '../api/api.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import { JobDetailsDocument } from '../generated/graphql.ts';
import { Captures } from '../run/captures.tsx';
import { Figures } from '../run/figures.tsx';
import { useLiveRun } from '../run/live-run.ts';
import { Outcomes } from '../run/outcomes.tsx';
import { RateChart } from '../run/rate-chart.tsx';
import { Stages } from '../run/stages.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { selectJob } from '../ui/selection.ts';
import { JobHead } from './job-head.tsx';
import { PolicyCard } from './policy-card.tsx';

/** One job as it is now. `latestRunId` comes from the list, which notices new runs. */
export function JobPanel({ id, latestRunId }: { id: string; latestRunId: string | null }) {
  const details = useAsked(JobDetailsDocument, { id }, { everyMs: 10_000 });
  const job = details.data?.job;
  const runId = latestRunId ?? job?.latestRun?.id ?? null;
  const live = useLiveRun(runId);
  const problem = problemOf(details.error);

  if (!job) {
    if (problem && problem.code !== 'UNREACHABLE') return <NoJob problem={problem} />;
    return <div className="panel panel-loading" aria-busy="true" />;
  }
  const run = live.run ?? job.latestRun;
  return (
    <div className="panel" data-stale={live.connection === 'lost'}>
      <JobHead job={job} run={run} progress={live.progress} connection={live.connection} />
      {live.problem && live.connection === 'refused' && <ProblemNotice problem={live.problem} />}
      {run?.error && (
        <ProblemNotice problem={{ code: 'FAILED', message: run.error, field: null, details: [] }} />
      )}
      {runId === null && <p className="notice">This job has not been started yet.</p>}
      {live.progress && (
        <>
          <Figures progress={live.progress} />
          <Outcomes progress={live.progress} />
        </>
      )}
      <div className="panel-columns">
        {live.progress && <RateChart key={runId} history={live.history} over={live.connection === 'over'} />}
        <PolicyCard policy={job.policy} />
      </div>
      {live.progress && <Stages stages={live.progress.stages} />}
      {runId !== null && <Captures run={runId} everyMs={live.connection === 'over' ? undefined : 3000} />}
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
