import type { JobDetails } from '@trunkline/client';
import { useEffect, useEffectEvent } from 'react';
import { useApi, useAsked } from '../api/api.ts';
import type { Connection, JobItem } from '../api/live.ts';
import { ownProblem, type Problem } from '../api/problem.ts';
import { Captures } from '../run/captures.tsx';
import { Figures } from '../run/figures.tsx';
import type { FollowedRun } from '../run/followed-run.ts';
import { Happenings } from '../run/happenings.tsx';
import { LeftOut } from '../run/left-out.tsx';
import { Outcomes } from '../run/outcomes.tsx';
import { RateChart } from '../run/rate-chart.tsx';
import { Stages } from '../run/stages.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { selectJob } from '../ui/selection.ts';
import { useStore } from '../ui/store.ts';
import { JobHead } from './job-head.tsx';
import { PolicyCard } from './policy-card.tsx';

const deleted = ownProblem('NOT_FOUND', 'This job was deleted.');

/** One job as it is now. What stands in its row is asked for when it has changed; all else is told by the live connection. */
export function JobPanel({ id }: { id: string }) {
  const { data: job, problem, again } = useAsked((client, signal) => client.jobs.get(id, { signal }));
  const { live } = useApi();
  const { connection, job: row, gone, run } = useStore(live);
  const found = job?.id;
  const runId = job?.latestRun?.id ?? null;

  useEffect(() => {
    if (found === id) live.follow(id, live.now().job?.latestRun?.id ?? runId);
  }, [live, id, found, runId]);
  useEffect(() => () => live.follow(null), [live]);

  const [told, known] = [row && versionsOf(row), job && versionsOf(job)];
  const compare = useEffectEvent(() => {
    if (known !== undefined && told !== known) again();
  });
  useEffect(() => {
    if (told !== null) compare();
  }, [told]);

  if (gone === id) return <NoJob problem={deleted} />;
  if (!job) {
    if (problem && !problem.passing) return <NoJob problem={problem} />;
    return <div className="panel panel-loading" aria-busy="true" />;
  }
  if (run === null)
    return (
      <div className="panel">
        <JobHead job={job} run={job.latestRun} progress={null} connection={connection} onChange={again} />
        {runId === null && <p className="notice">This job has not been started yet.</p>}
        <div className="panel-columns">
          <PolicyCard policy={job.policy} onChange={again} />
        </div>
      </div>
    );
  return <RunPanel key={run.id} job={job} run={run} connection={connection} onChange={again} />;
}

/** What a change of a job changes: the same in its row and in itself, when both are of one moment. */
function versionsOf({ version, state, latestRun, policy }: JobDetails | JobItem): string {
  return [version, state, latestRun?.id, policy.version].join(' ');
}

type RunPanelProps = { job: JobDetails; run: FollowedRun; connection: Connection; onChange: () => void };

function RunPanel({ job, run, connection, onChange }: RunPanelProps) {
  const { progress, run: head, over, captures, happenings } = useStore(run);
  const known = head ?? (job.latestRun?.id === run.id ? job.latestRun : null);
  return (
    <div className="panel" data-stale={connection === 'lost' && !over}>
      <JobHead
        job={job}
        run={known}
        progress={progress}
        connection={over ? 'live' : connection}
        onChange={onChange}
      />
      {known?.error && <ProblemNotice problem={ownProblem('FAILED', known.error)} />}
      {progress && (
        <>
          <Figures progress={progress} />
          <Outcomes progress={progress} />
        </>
      )}
      <div className="panel-columns">
        {progress && <RateChart history={run.history} over={over} />}
        <PolicyCard policy={job.policy} onChange={onChange} />
      </div>
      {progress && <Stages stages={progress.stages} />}
      {over && <LeftOut run={run.id} />}
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
